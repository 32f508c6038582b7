import { isObject } from './template/json.ts';

/** What `local.json` tells: base URLs, and staff accounts once there are any. */
export type Addresses = {
  api: string;
  mailbox: string;
  paypal: string;
  identity: string | null;
  dynamodb: string;
  /** The stand-in for keys and parameters; the loader finds it here. */
  aws: string;
  staff: { email: string; password: string; groups: string[] }[];
};

/** The port at which a service stood when `local.json` was last written, so that links of then are good again. */
export function earlierPort(earlier: unknown, service: 'mailbox' | 'paypal' | 'dynamodb'): number {
  const address = isObject(earlier) ? earlier[service] : undefined;
  if (typeof address !== 'string' || !URL.canParse(address)) return 0;
  const { hostname, port } = new URL(address);
  return hostname === '127.0.0.1' ? Number(port) : 0;
}
