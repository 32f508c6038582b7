import { randomBytes } from 'node:crypto';
import { accountAt, type Account } from './account.ts';
import { earlierPort } from './addresses.ts';
import type { Closing } from './closing.ts';
import { startDynamo } from './dynamodb/start-dynamo.ts';
import { readJson, type Home } from './home.ts';
import { startPaypal } from './paypal/server.ts';
import { choosePort } from './ports.ts';
import { startMailbox } from './ses/mailbox.ts';
import type { Settings } from './settings.ts';

/** PayPal and mail as this shop uses them: stand-ins, or what the settings name in their place. */
export type Services = {
  account: Account;
  mailbox: string;
  /** `anchorsPem`: the roots of the stand-in's own certificate chain. */
  paypal: { url: string; anchorsPem?: string };
};

/** Starts the services whose addresses stand in the template, at the ports that they had before where those are free. */
export async function startServices(settings: Settings, home: Home, port: number, closing: Closing): Promise<Services> {
  const earlier = readJson(home.addresses);
  const account = accountAt(home.secrets, randomBytes);
  const ports = { mailbox: await choosePort([earlierPort(earlier, 'mailbox'), port + 1], [port]) };
  const paypalPort = await choosePort([earlierPort(earlier, 'paypal'), port + 2], [port, ports.mailbox]);
  return {
    account,
    mailbox: settings.sesEndpoint ?? (await mailbox(home, ports.mailbox, closing)),
    paypal: settings.paypal ? { url: settings.paypal.apiBase } : await paypal(home, paypalPort, port, account, closing),
  };
}

async function mailbox(home: Home, port: number, closing: Closing): Promise<string> {
  const running = await startMailbox({ port, dir: home.mail });
  closing.add(running.close);
  return running.url;
}

async function paypal(home: Home, port: number, api: number, account: Account, closing: Closing) {
  const webhookUrl = `http://127.0.0.1:${api}/api/webhooks/paypal`;
  const running = await startPaypal({ port, dir: home.paypal, webhookUrl, ...account.paypal });
  closing.add(running.close);
  return { url: running.url, anchorsPem: running.anchorsPem };
}

/** The endpoint of the database: Amazon's emulator on this machine, or the one that the settings name. */
export async function startDatabase(settings: Settings, home: Home, closing: Closing): Promise<string> {
  if (settings.dynamodbEndpoint !== undefined) return settings.dynamodbEndpoint;
  const port = await choosePort([earlierPort(readJson(home.addresses), 'dynamodb')], []);
  const running = await startDynamo({ port, dir: home.database });
  closing.add(running.close);
  return running.endpoint;
}
