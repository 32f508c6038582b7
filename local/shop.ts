import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { homeAt, startCloud, writeJson, type App, type Ground, type Part, type Seed } from 'local-cloud';
import { startPaypal, type RunningPaypal } from 'paypal-stand-in';
import { startPages } from './pages.ts';
import { accountAt, secretsOf, type Account, type StaffAccount } from './secrets.ts';
import type { Settings } from './settings.ts';
import { synthesizeApart } from './synthesize.ts';

/** What the shop is started with besides its settings. */
export type Surroundings = {
  /** Tells the person at the terminal, a line at a time. */
  say: (line: string) => void;
  /** Fills the tables when the data is new. */
  seed: Seed;
  /** Gives the start up. */
  signal: AbortSignal;
};

/** What `local.json` tells: base URLs, and staff accounts. */
export type Addresses = {
  api: string;
  mailbox: string;
  paypal: string;
  identity: string;
  dynamodb: string;
  /** The stand-in for keys and parameters; the loader finds it here. */
  aws: string;
  staff: StaffAccount[];
};

/** The running shop. */
export type Shop = Part & { addresses: Addresses };

/** What the shop keeps in its folder of data besides what the local cloud does. */
const files = {
  addresses: 'local.json',
  assembly: 'assembly',
  build: 'build',
  paypal: 'paypal',
  secrets: 'secrets.json',
} as const;

const sources = ['functions', 'lib'].map((folder) => path.join(import.meta.dirname, '..', folder));

/** Whatever an order goes through. */
const warm = ['catalogue-public', 'cart-public', 'checkout-public', 'payments-public', 'payments-settle']
  .concat('mail-deliver', 'fulfilment-public'); // prettier-ignore

/** Returns where everything of the shop lies inside its folder of data. */
export const shopHome = (folder: string) => homeAt(folder, files);

/** Starts the whole shop on this machine. Rejects with a StartError, having ended what it had started. */
export const startShop = async (settings: Settings, { say, seed, signal }: Surroundings): Promise<Shop> => {
  const home = shopHome(settings.home);
  let paypal = '';
  let staff: StaffAccount[] = [];
  const app = async (ground: Ground): Promise<App> => {
    const account = accountAt(home.secrets, randomBytes);
    staff = account.staff;
    const standIn = settings.paypal ? undefined : ground.parts.add(await startOwnPaypal(settings, account, ground));
    paypal = settings.paypal?.apiBase ?? standIn?.url ?? '';
    const stage = { origin: ground.origin, paypalApiBase: paypal, outdir: home.assembly, build: home.build };
    return {
      assembly: async (either) => {
        await synthesizeApart(stage, either);
        return home.assembly;
      },
      parameters: secretsOf(account, settings, standIn?.anchorsPem),
      page: ({ api, mailbox }) => startPages({ api, mailbox, paypal }),
      seed,
      users: account.staff.map((member) => ({ pool: 'candor-local-staff', ...member })),
      prefix: 'candor-local-',
      warm,
      ...(settings.watch ? { watch: sources } : {}),
    };
  };
  const { home: folder, port, fresh, verbose, dynamodbEndpoint: dynamodb, sesEndpoint: ses } = settings;
  const foreign = { dynamodb, ses };
  const cloud = await startCloud({ folder, more: files, port, fresh, verbose, foreign, app, say, signal });
  const addresses: Addresses = { identity: '', ...cloud.addresses, paypal, staff };
  writeJson(home.addresses, addresses);
  return { ...cloud, addresses };
};

/** Starts the PayPal stand-in with the shop's account, at the port that it had before where that is free. */
export const startOwnPaypal = async (
  { home, approvalWindowMinutes: minutes }: Settings,
  { paypal }: Account,
  { origin, port, clock, ports }: Omit<Ground, 'parts'>,
): Promise<RunningPaypal> => {
  const outside = { now: () => new Date(clock.now()), random: randomBytes, fetch };
  const own = {
    port: await ports.choose('paypal', port + 2),
    dir: shopHome(home).paypal,
    webhookUrl: `${origin}/api/webhooks/paypal`,
    ...paypal,
    ...(minutes === undefined ? {} : { approvalWindowMs: minutes * 60_000 }),
  };
  return startPaypal(own, outside);
};
