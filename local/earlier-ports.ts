import { readJson, writeJson } from './home.ts';
import { isObject } from '../packages/local-cloud/src/template/json.ts';

type Service = 'mailbox' | 'paypal' | 'dynamodb';

/** Returns the port at which our own service was last started on this data, so that links of then are good again; 0 for none. */
export const earlierPort = (file: string, service: Service): number => {
  const ports = readJson(file);
  const port = isObject(ports) ? ports[service] : undefined;
  return Number.isInteger(port) ? Number(port) : 0;
};

/** Writes down the port of a service of ours. Those of somebody else's are never remembered: they are not ours to take. */
export const rememberPort = (file: string, service: Service, url: string): void => {
  const ports = readJson(file);
  writeJson(file, { ...(isObject(ports) ? ports : {}), [service]: Number(new URL(url).port) });
};
