import type { AccessKey } from './aws/access.ts';
import type { Clock } from './clock.ts';
import type { ReadyUser } from './cognito/pools.ts';
import type { Page } from './gateway/gateway.ts';
import type { Parts } from './parts.ts';
import type { Ports } from './ports.ts';

/** The base URLs of a running cloud. */
export type Addresses = {
  api: string;
  mailbox: string;
  dynamodb: string;
  aws: string;
  /** Absent where the template has no user pool. */
  identity?: string;
};

/** Fills new tables of the database at one address, with the keys and parameters at the other. */
export type Seed = (
  at: Pick<Addresses, 'dynamodb' | 'aws'> & { accessKey: AccessKey },
  signal: AbortSignal,
) => Promise<void>;

/** What is there before the template is synthesized. */
export type Ground = {
  /** Where the gateway will be, without the stage. */
  origin: string;
  port: number;
  clock: Clock;
  ports: Ports;
  /** Takes the app's own services; they are ended with the cloud. */
  parts: Parts;
};

/** What an app brings along. */
export type App = {
  /** Returns the folder of the cloud assembly, synthesized now if need be; called while the database starts. */
  assembly: (signal: AbortSignal) => Promise<string> | string;
  /** Secrets in Parameter Store, by name, which no template holds. */
  parameters?: Readonly<Record<string, string>>;
  /** Serves what is not the API's. */
  page?: (addresses: Addresses) => Page;
  seed?: Seed;
  /** Users of user pools who are there from the start. */
  users?: readonly ReadyUser[];
  /** What the names of all functions begin with; `_schedules/<name>` and `warm` go without it. */
  prefix?: string;
  /** Functions that are loaded during the start, so that the first requests find them running. */
  warm?: readonly string[];
  /** Folders of sources: when something is saved there, the assembly is asked for again and its code runs. */
  watch?: readonly string[];
};

/** How a cloud is to run. */
export type CloudSettings = {
  /** Absolute folder of all data. */
  folder: string;
  /** Files and folders of the app's own in it, which `fresh` forgets too. */
  more?: Readonly<Record<string, string>>;
  /** 0 takes any free one. */
  port: number;
  fresh?: boolean | undefined;
  /** Tells what the functions log, too. */
  verbose?: boolean | undefined;
  /** Somebody else's services in place of the local ones. */
  foreign?: { dynamodb?: string | undefined; ses?: string | undefined };
  app: (ground: Ground) => Promise<App> | App;
  /** Tells the person at the terminal, a line at a time. */
  say: (line: string) => void;
  /** Gives the start up. */
  signal: AbortSignal;
};
