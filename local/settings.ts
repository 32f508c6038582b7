import path from 'node:path';
import { flagsOf, portOf, StartError } from 'local-cloud';
import { paypalOf, type Environment, type PayPalSettings } from './paypal-settings.ts';

/** How the local shop is to run. */
export type Settings = {
  help: boolean;
  fresh: boolean;
  verbose: boolean;
  /** Builds and runs what is saved in the sources. */
  watch: boolean;
  /** 0 means any free one. */
  port: number;
  /** Absolute folder of all data. */
  home: string;
  /** How long a buyer may approve a payment, in minutes; PayPal's three hours where it is absent. */
  approvalWindowMinutes?: number;
  /** Somebody else's services in place of the local ones. */
  dynamodbEndpoint?: string;
  sesEndpoint?: string;
  paypal?: PayPalSettings;
};

/** What `npm start -- --help` prints. */
export const usage = `npm start -- [--port N] [--fresh] [--watch] [--verbose] [--help]

Runs the whole shop on this machine.

  --port N    the API's port (PORT; 3000; 0 takes any free one)
  --fresh     forget all data first
  --watch     build what is saved in functions/ and lib/; the next request runs it
  --verbose   print what the functions log
  --help      print this

Environment, all optional:
  PORT                     the API's port
  CANDOR_HOME              folder of data and local.json (.candor)
  APPROVAL_WINDOW_MINUTES  how long a buyer may approve a payment (180)
  DYNAMODB_ENDPOINT        a DynamoDB in place of the local one
  SES_ENDPOINT             an SES (v1 API) in place of the local mailbox
  PAYPAL_API_BASE          a PayPal in place of the local stand-in, with PAYPAL_CLIENT_ID, PAYPAL_CLIENT_SECRET,
                           PAYPAL_WEBHOOK_ID, PAYPAL_MERCHANT_ID and PAYPAL_TRUST_ANCHORS (a PEM file)
`;

const options = {
  fresh: { type: 'boolean' },
  help: { type: 'boolean' },
  port: { type: 'string' },
  verbose: { type: 'boolean' },
  watch: { type: 'boolean' },
} as const;

/** Reads arguments and environment; `readFile` returns a file's text or throws. Throws a StartError for a bad value. */
export const parseSettings = (
  argv: readonly string[],
  environment: Environment,
  readFile: (file: string) => string,
): Settings => {
  const { port, ...flags } = flagsOf(argv, options, { help: 'npm start --' }).values;
  const dynamodbEndpoint = urlOf('DYNAMODB_ENDPOINT', environment);
  const sesEndpoint = urlOf('SES_ENDPOINT', environment);
  const paypalBase = urlOf('PAYPAL_API_BASE', environment);
  return {
    ...{ fresh: false, help: false, verbose: false, watch: false, ...flags },
    port: portOf(port, environment['PORT']),
    home: path.resolve(environment['CANDOR_HOME'] || '.candor'),
    ...minutesOf('APPROVAL_WINDOW_MINUTES', environment),
    ...(dynamodbEndpoint === undefined ? {} : { dynamodbEndpoint }),
    ...(sesEndpoint === undefined ? {} : { sesEndpoint }),
    ...(paypalBase === undefined ? {} : { paypal: paypalOf(paypalBase, environment, readFile) }),
  };
};

const minutesOf = (name: string, environment: Environment): { approvalWindowMinutes?: number } => {
  const text = environment[name];
  if (!text) return {};
  const minutes = /^\d{1,4}$/.test(text) ? Number(text) : NaN;
  if (minutes >= 1 && minutes <= 1440) return { approvalWindowMinutes: minutes };
  throw new StartError(`${name} must be a whole number from 1 to 1440, not "${text}".`);
};

/** The address that a variable holds, without a slash at its end; undefined where it is unset or empty. */
const urlOf = (name: string, environment: Environment): string | undefined => {
  const text = environment[name];
  if (!text) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new StartError(`${name} must be an http or https address, not "${text}".`);
  }
  return url.href.replace(/\/+$/, '');
};
