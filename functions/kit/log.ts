import { Logger } from '@aws-lambda-powertools/logger';

/**
 * The fields that a log line may have; nothing else can be logged. Each is a name out of the code or a number: no id of
 * an order, person or visitor, no text that came from outside, no message of an error (it may quote a value).
 */
export type LogFields = {
  route?: string;
  worker?: string;
  status?: number;
  problem?: string;
  outcome?: string;
  error?: string;
  at?: string;
  count?: number;
  milliseconds?: number;
};

const declared = {
  route: 'string', worker: 'string', status: 'number', problem: 'string', outcome: 'string', error: 'string',
  at: 'string', count: 'number', milliseconds: 'number',
} as const satisfies Record<keyof Required<LogFields>, 'string' | 'number'>; // prettier-ignore

const plain = /^[\w.:/{}$ ()-]{1,120}$/;

/** Keeps declared fields of the declared type; a string that is not a plain name is replaced. */
export const onlyDeclared = (fields: object): Record<string, string | number> =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([name, value]) => Object.hasOwn(declared, name) && typeof value === declared[name as keyof LogFields])
      .map(([name, value]) => [name, typeof value === 'string' && !plain.test(value) ? 'withheld' : value]),
  );

/** An error as log fields: its class and the place in our own code, never its message. */
export const errorFields = (error: unknown): LogFields => {
  if (!(error instanceof Error)) return { error: 'thrown value' };
  const place = /\(?[^\s(]*?([\w-]+\.[jt]s:\d+:\d+)\)?/.exec(error.stack?.split('\n').slice(1).join('\n') ?? '');
  return { error: error.name, ...(place?.[1] && { at: place[1] }) };
};

export type Log = Record<'info' | 'warn' | 'error', (event: string, fields?: LogFields) => void>;

/** A structured logger (Powertools) for one function that can write declared fields only. */
export const logger = (serviceName: string): Log => {
  const powertools = new Logger({ serviceName, sampleRateValue: 0 });
  const line =
    (level: 'info' | 'warn' | 'error') =>
    (event: string, fields: LogFields = {}) =>
      powertools[level](event, onlyDeclared(fields));
  return { info: line('info'), warn: line('warn'), error: line('error') };
};
