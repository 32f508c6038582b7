/** Everything in which one stage differs from another. */
export type Stage = {
  name: string;
  /** Where buyers find the shop; the edge serves storefront and API there. */
  origin: string;
  paypalApiBase: string;
  /** Bare address that mail comes from; its domain is the sending identity. */
  mailFrom: string;
  /** Bare address that marketing comes from, on a domain of its own. */
  newsFrom: string;
  /** Where the shop is, in one line, as marketing has to say; without it none goes out. */
  postalAddress: string;
  /** The country whose law holds for whoever states none (ISO 3166-1). */
  homeCountry: string;
  /** Mails a second that SES takes from this account; marketing goes at 80 % of it. */
  sendRate: number;
  /** Whether the account is in the SES sandbox, where mail reaches verified addresses only. */
  sesSandbox: boolean;
  /** A second region that keeps a copy of the keys of persons, which have no backup; set before the first deployment or never. */
  replicaRegion?: string;
  version: string;
  throttling: { requestsPerSecond: number; burst: number };
  logRetentionDays: number;
  terminationProtection: boolean;
  /** Whether staff can sign in without a second factor; only accounts of one machine can. */
  secondFactorOptional?: true;
};

/** Reads one value of the CDK context (`cdk.json`, `-c key=value`); undefined where it is absent. */
export type ReadContext = (key: string) => unknown;

/** A setting that is missing or wrong; the message is one sentence for the operator. */
export class StageError extends Error {
  override name = 'StageError';
}

/** Both stacks of every stage stand in this region, where the certificates of an edge have to be anyway. */
export const region = 'us-east-1';

/** What is the same for every shop; a stage without `paypalApiBase` is told it. */
type Fixed = Pick<Stage, 'throttling' | 'logRetentionDays' | 'terminationProtection' | 'secondFactorOptional'> & {
  paypalApiBase?: string;
};

const fixed: Record<'dev' | 'prod' | 'local', Fixed> = {
  dev: {
    paypalApiBase: 'https://api-m.sandbox.paypal.com',
    throttling: { requestsPerSecond: 50, burst: 100 },
    logRetentionDays: 14,
    terminationProtection: true,
  },
  prod: {
    paypalApiBase: 'https://api-m.paypal.com',
    throttling: { requestsPerSecond: 200, burst: 400 },
    logRetentionDays: 30,
    terminationProtection: true,
  },
  local: {
    throttling: { requestsPerSecond: 1000, burst: 2000 },
    logRetentionDays: 1,
    terminationProtection: false,
    secondFactorOptional: true,
  },
};

type StageName = keyof typeof fixed;

const isStageName = (name: unknown): name is StageName => typeof name === 'string' && Object.hasOwn(fixed, name);

/** The context values of a stage: `stages.<name>` of cdk.json, or for `local` the top-level keys themselves. */
const settingsOf = (name: StageName, read: ReadContext): ReadContext => {
  if (name === 'local') return read;
  const stages = read('stages') as Record<string, Record<string, unknown>> | undefined;
  return (key) => stages?.[name]?.[key];
};

const isOrigin = (value: unknown, schemes: string): value is string =>
  typeof value === 'string' && new RegExp(`^${schemes}://[a-z0-9.-]+(:\\d{1,5})?$`).test(value);

const isAddress = (value: unknown): value is string =>
  typeof value === 'string' && /^[\w.+-]+@[a-z0-9-]+(\.[a-z0-9-]+)*$/.test(value);

/** Names that RFC 2606 reserves belong to nobody, so that a production stage cannot mean them. */
const isPlaceholder = (value: string): boolean => /(\.|@)example(\.(com|net|org))?(:\d+)?$/.test(value);

const originOf = (name: StageName, key: string, value: unknown): string => {
  const at = name === 'local' ? `-c ${key}=…` : `context.stages.${name}.${key} in cdk.json`;
  if (!isOrigin(value, name === 'local' ? 'https?' : 'https'))
    throw new StageError(`Stage ${name} needs ${at} as a plain origin such as https://shop.example.`);
  if (name === 'prod' && isPlaceholder(value))
    throw new StageError(`Stage prod has only a placeholder: set ${at} to the shop's own.`);
  return value;
};

const mailFromOf = (name: StageName, value: unknown): string => {
  const at = name === 'local' ? '-c mailFrom=…' : `context.stages.${name}.mailFrom in cdk.json`;
  if (!isAddress(value))
    throw new StageError(`Stage ${name} needs ${at} as a bare address such as cards@shop.example.`);
  if (name === 'prod' && isPlaceholder(value))
    throw new StageError(`Stage prod has only a placeholder: set ${at} to the shop's own.`);
  return value;
};

const sesSandboxOf = (name: StageName, value: unknown = false): boolean => {
  if (typeof value !== 'boolean')
    throw new StageError(
      `Stage ${name} needs context.stages.${name}.sesSandbox in cdk.json as true or false, or not at all.`,
    );
  return value;
};

const replicaOf = (name: StageName, value: unknown): Pick<Stage, 'replicaRegion'> => {
  if (value === undefined) return {};
  if (typeof value === 'string' && /^[a-z]{2}(-[a-z]+)+-\d$/.test(value) && value !== region && name !== 'local')
    return { replicaRegion: value };
  throw new StageError(
    `Stage ${name} needs context.stages.${name}.replicaRegion in cdk.json as a region other than ${region}, or not at all.`,
  );
};

/** Returns the address that marketing comes from: the same name, on a domain below that of other mail. */
const newsFromOf = (mailFrom: string): string => mailFrom.replace('@', '@news.');

/** Mails a second that SES takes from an account outside of its sandbox unless it is raised. */
const usualRate = 14;

const sendRateOf = (name: StageName, value: unknown = name === 'local' ? 1000 : usualRate): number => {
  if (typeof value === 'number' && value >= 1 && value <= 10_000) return value;
  throw new StageError(
    `Stage ${name} needs context.stages.${name}.sendRate in cdk.json as mails a second, or not at all.`,
  );
};

const postalAddressOf = (name: StageName, value: unknown = name === 'local' ? 'Candor, this machine' : ''): string => {
  if (typeof value === 'string' && /^[^\r\n]{0,200}$/.test(value)) return value.trim();
  throw new StageError(
    `Stage ${name} needs context.stages.${name}.postalAddress in cdk.json as one line, or not at all.`,
  );
};

const homeCountryOf = (name: StageName, value: unknown = 'US'): string => {
  if (typeof value === 'string' && /^[A-Z]{2}$/.test(value)) return value;
  throw new StageError(
    `Stage ${name} needs context.stages.${name}.homeCountry in cdk.json as a country's two letters, or not at all.`,
  );
};

const mailOf = (name: StageName, setting: ReadContext) => {
  const mailFrom = mailFromOf(name, setting('mailFrom'));
  return {
    mailFrom,
    newsFrom: newsFromOf(mailFrom),
    postalAddress: postalAddressOf(name, setting('postalAddress')),
    sendRate: sendRateOf(name, setting('sendRate')),
  };
};

/**
 * Returns the stage that the context asks for, `dev` where it asks for none; throws a StageError that says what to
 * set.
 */
export const stageOf = (read: ReadContext, version: string): Stage => {
  const name = read('stage') ?? 'dev';
  if (!isStageName(name))
    throw new StageError(`Stage ${JSON.stringify(name)} is unknown: use one of ${Object.keys(fixed).join(', ')}.`);
  const setting = settingsOf(name, read);
  return {
    ...fixed[name],
    name,
    paypalApiBase: fixed[name].paypalApiBase ?? originOf(name, 'paypalApiBase', setting('paypalApiBase')),
    homeCountry: homeCountryOf(name, setting('homeCountry')),
    origin: originOf(name, 'origin', setting('origin')),
    ...mailOf(name, setting),
    sesSandbox: sesSandboxOf(name, setting('sesSandbox')),
    ...replicaOf(name, setting('replicaRegion')),
    version,
  };
};
