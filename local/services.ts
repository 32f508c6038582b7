import { randomBytes } from 'node:crypto';
import { accountAt, type Account } from './secrets.ts';
import type { Closing } from '../packages/local-cloud/src/closing.ts';
import type { Clock } from '../packages/local-cloud/src/clock.ts';
import { startDynamo } from '../packages/local-cloud/src/dynamodb/start-dynamo.ts';
import { earlierPort, rememberPort } from './earlier-ports.ts';
import type { Home } from './home.ts';
import { startPaypal } from '../packages/paypal-stand-in/src/server.ts';
import { choosePort } from '../packages/local-cloud/src/ports.ts';
import { startMailbox } from '../packages/local-cloud/src/ses/mailbox.ts';
import type { Settings } from './settings.ts';

/** PayPal and mail as this shop uses them: stand-ins, or what the settings name in their place. */
export type Services = {
  account: Account;
  mailbox: string;
  /** `anchorsPem`: the roots of the stand-in's own certificate chain; `pending`: whether it has webhooks to deliver. */
  paypal: { url: string; anchorsPem?: string; pending?: () => boolean };
};

/** Starts the services whose addresses stand in the template, at the ports that they had before where those are free. */
export const startServices = async (
  settings: Settings,
  { home, port, clock, closing }: { home: Home; port: number; clock: Clock; closing: Closing },
): Promise<Services> => {
  const account = accountAt(home.secrets, randomBytes);
  const ports = { mailbox: await choosePort([earlierPort(home.ports, 'mailbox'), port + 1], [port]) };
  const paypalPort = await choosePort([earlierPort(home.ports, 'paypal'), port + 2], [port, ports.mailbox]);
  const paypal = async (at: number) => {
    const webhookUrl = `http://127.0.0.1:${port}/api/webhooks/paypal`;
    const outside = { now: () => new Date(clock.now()), random: randomBytes, fetch };
    const { approvalWindowMinutes: minutes } = settings;
    const approvalWindowMs = minutes === undefined ? undefined : minutes * 60_000;
    const own = { port: at, dir: home.paypal, webhookUrl, ...account.paypal };
    const running = await startPaypal({ ...own, ...(approvalWindowMs && { approvalWindowMs }) }, outside);
    closing.add(running.close);
    rememberPort(home.ports, 'paypal', running.url);
    return { url: running.url, anchorsPem: running.anchorsPem, pending: running.pending };
  };
  return {
    account,
    mailbox: settings.sesEndpoint ?? (await mailbox(home, ports.mailbox, closing)),
    paypal: settings.paypal ? { url: settings.paypal.apiBase } : await paypal(paypalPort),
  };
};

const mailbox = async (home: Home, port: number, closing: Closing): Promise<string> => {
  const running = await startMailbox({ port, dir: home.mail });
  closing.add(running.close);
  rememberPort(home.ports, 'mailbox', running.url);
  return running.url;
};

/** The endpoint of the database: Amazon's emulator on this machine, or the one that the settings name. */
export const startDatabase = async (settings: Settings, home: Home, closing: Closing): Promise<string> => {
  if (settings.dynamodbEndpoint !== undefined) return settings.dynamodbEndpoint;
  const port = await choosePort([earlierPort(home.ports, 'dynamodb')], []);
  const running = await startDynamo({ port, dir: home.database });
  closing.add(running.close);
  rememberPort(home.ports, 'dynamodb', running.endpoint);
  return running.endpoint;
};
