#!/usr/bin/env node
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runProgram } from 'local-cloud';
import { startPaypal } from '../src/server.ts';

const usage = `paypal-stand-in --webhook URL [--port N] [--home FOLDER]

Runs a stand-in for PayPal on this machine and posts its webhooks to the URL.

Environment, all optional: PAYPAL_CLIENT_ID, PAYPAL_CLIENT_SECRET, PAYPAL_WEBHOOK_ID, PAYPAL_MERCHANT_ID
`;

const options = { port: { type: 'string' }, home: { type: 'string' }, webhook: { type: 'string' } } as const;
const say = (line: string): void => console.log(line);

await runProgram(() => {
  const { values } = parseArgs({ options });
  if (values.webhook === undefined) return void say(usage.trimEnd());
  const { env } = process;
  const folder = path.resolve(values.home ?? '.paypal-stand-in');
  const settings = {
    port: Number(values.port ?? 0),
    dir: folder,
    webhookUrl: values.webhook,
    clientId: env['PAYPAL_CLIENT_ID'] ?? 'client',
    clientSecret: env['PAYPAL_CLIENT_SECRET'] ?? 'secret',
    webhookId: env['PAYPAL_WEBHOOK_ID'] ?? '1JE4291016473214C',
    merchantId: env['PAYPAL_MERCHANT_ID'] ?? 'C7CYMKZDG8D6E',
  };
  const start = async () => {
    const paypal = await startPaypal(settings);
    say(`paypal ${paypal.url}`);
    return paypal;
  };
  return { who: 'The stand-in', folder, start };
});
