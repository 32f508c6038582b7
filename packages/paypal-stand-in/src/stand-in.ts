import type { Faults } from 'local-cloud/stand-in';
import type { Chain } from './certificates.ts';
import type { PaypalFaults } from './faults.ts';
import type { EventRow, Row, State } from './state.ts';

/** What startPaypal takes. */
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

/** What every call works on. */
export type StandIn = {
  settings: Settings;
  /** Its own address, without a slash at its end. */
  url: string;
  now: () => Date;
  state: State;
  faults: Faults<PaypalFaults>;
  chain: Chain;
  /** Stores rows, all or none, and sends out the events among them. */
  commit: (rows: Row[]) => void;
  /** Sends an event once more, whether or not it was taken before. */
  resend: (event: EventRow) => void;
};

/** A call as its route sees it. */
export type Request = {
  /** The id in its path. */
  id: string;
  body: unknown;
  /** The body's text. */
  raw: string;
  query: URLSearchParams;
  authorization: string;
  /** Whether it has a PayPal-Request-Id. */
  isRepeatable: boolean;
  /** Whether the caller wants the whole resource back rather than its id and status. */
  whole: boolean;
};

/** Returns the time now as PayPal writes it, to the second. */
export const timeOf = ({ now }: Pick<StandIn, 'now'>): string => `${now().toISOString().slice(0, 19)}Z`;
