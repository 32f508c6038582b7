import type { Faults } from 'local-cloud/stand-in';
import type { PaypalFaults } from './faults.ts';
import type { Random } from './ids.ts';
import type { State } from './state.ts';

/** What startPaypal is told. */
export type Settings = {
  /** 0 takes any free port. */
  port: number;
  /** The folder of everything that outlives the process. */
  dir: string;
  /** Where webhooks are posted to. */
  webhookUrl: string;
  clientId: string;
  clientSecret: string;
  webhookId: string;
  merchantId: string;
  /** How long a payment can be approved and captured; PayPal's three hours unless set. */
  approvalWindowMs?: number;
};

/** The outside world, handed in. */
export type Ports = {
  now: () => Date;
  random: Random;
  fetch: typeof fetch;
};

/** What every call works on; `url` is the stand-in's own address, without a slash at its end. */
export type Desk = {
  settings: Settings;
  url: string;
  ports: Ports;
  state: State;
  faults: Faults<PaypalFaults>;
};

/** The time now as PayPal writes it, to the second. */
export const timeOf = (ports: Ports): string => {
  return ports
    .now()
    .toISOString()
    .replace(/\.\d+Z$/, 'Z');
};
