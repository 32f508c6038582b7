import { LogFormatter, Logger, LogItem } from '@aws-lambda-powertools/logger';
import type { LogAttributes, UnformattedAttributes } from '@aws-lambda-powertools/logger/types';

/**
 * The fields that a log line may have; nothing else can be logged. Each is a name out of the code or a number: no id of
 * an order, person or visitor, no text that came from outside, no message of an error (it may quote a value). `request`
 * is Lambda's own request id, which a problem names as its `instance`.
 */
export type LogFields = {
  request?: string;
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
  request: 'string', route: 'string', worker: 'string', status: 'number', problem: 'string', outcome: 'string',
  error: 'string', at: 'string', count: 'number', milliseconds: 'number',
} as const satisfies Record<keyof Required<LogFields>, 'string' | 'number'>; // prettier-ignore

const plain = /^[\w.:/{}$ ()-]{1,120}$/;

const named = (text: string): string => (plain.test(text) ? text : 'withheld');

/** Keeps declared fields of the declared type; a string that is not a plain name is replaced. */
export const onlyDeclared = (fields: object): Record<string, string | number> =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([name, value]) => Object.hasOwn(declared, name) && typeof value === declared[name as keyof LogFields])
      .map(([name, value]: [string, string | number]) => [name, typeof value === 'string' ? named(value) : value]),
  );

/** The frames of a stack without the message above them, which may have lines of its own that look like frames. */
const frames = ({ stack = '', message }: Error): string => {
  const at = stack.indexOf(message);
  return at < 0 ? '' : stack.slice(at + message.length);
};

/** Returns an error as log fields: its class and the place in our own code, never its message. */
export const errorFields = (error: unknown): LogFields => {
  if (!(error instanceof Error)) return { error: 'thrown value' };
  const place = /([\w-]+\.[jt]s:\d+:\d+)/.exec(frames(error));
  return { error: error.name, ...(place?.[1] && { at: place[1] }) };
};

export type Log = Record<'info' | 'warn' | 'error', (event: string, fields?: LogFields) => void>;

/** Powertools adds the trace id, an id that other logs have too: only what is named here is written. */
class DeclaredOnly extends LogFormatter {
  override formatAttributes(base: UnformattedAttributes, fields: LogAttributes): LogItem {
    const { logLevel: level, message, serviceName: service } = base;
    return new LogItem({
      attributes: { level, message, timestamp: this.formatTimestamp(base.timestamp), service, ...fields },
    });
  }
}

/** Returns a structured logger (Powertools) for one function that can write declared fields only. */
export const logger = (serviceName: string): Log => {
  const powertools = new Logger({ serviceName, sampleRateValue: 0, logFormatter: new DeclaredOnly() });
  const line =
    (level: 'info' | 'warn' | 'error') =>
    (event: string, fields: LogFields = {}) =>
      powertools[level](named(event), onlyDeclared(fields));
  return { info: line('info'), warn: line('warn'), error: line('error') };
};
