import { join } from 'node:path';
import { Journal } from 'local-cloud/stand-in';
import type { ExperienceContext, Money, Payee, Payer, PurchaseUnit } from './paypal-types.ts';

/** An order as it truly is; faults that make it read differently are applied when it is shown. */
export type OrderRow = {
  kind: 'order';
  id: string;
  status: 'CREATED' | 'PAYER_ACTION_REQUIRED' | 'APPROVED' | 'COMPLETED' | 'VOIDED';
  /** Whether the request named PayPal as the source of the payment. */
  wallet: boolean;
  unit: PurchaseUnit;
  context: ExperienceContext;
  payer?: Payer;
  create_time: string;
  update_time: string;
  /** When the window to approve it, or to capture what was approved, opened; milliseconds, as all times but PayPal's are. */
  openSince: number;
  autoApproveAt?: number | undefined;
  captures: string[];
  /** For a payer who agrees to be saved: the shop's customer at PayPal, and the token once there is one. */
  vault?: { customerId: string; tokenId?: string | undefined } | undefined;
};

export type CaptureRow = {
  kind: 'capture';
  id: string;
  orderId: string;
  status: 'COMPLETED' | 'PENDING' | 'DECLINED' | 'PARTIALLY_REFUNDED' | 'REFUNDED';
  amount: Money;
  payee: Payee;
  custom_id?: string | undefined;
  invoice_id?: string | undefined;
  create_time: string;
  update_time: string;
  refunds: string[];
};

export type RefundRow = {
  kind: 'refund';
  id: string;
  captureId: string;
  amount: Money;
  totalRefunded: Money;
  custom_id?: string | undefined;
  invoice_id?: string | undefined;
  note_to_payer?: string | undefined;
  /** What of PayPal's fee came back with it; nothing unless a fault says so. */
  feeReturned?: Money | undefined;
  /** The money was taken back by PayPal or the payer's bank, not sent by the shop. */
  isReversal?: true | undefined;
  create_time: string;
};

/** A dispute of a payment; `due` is until when the seller may respond, in milliseconds. */
export type DisputeRow = {
  kind: 'dispute';
  id: string;
  captureId: string;
  orderId: string;
  reason: string;
  amount: Money;
  status: 'OPEN' | 'WAITING_FOR_SELLER_RESPONSE' | 'UNDER_REVIEW' | 'RESOLVED';
  stage: 'INQUIRY' | 'CHARGEBACK';
  due?: number | undefined;
  outcome?: { outcome_code: string; amount_refunded?: Money | undefined } | undefined;
  evidences: Record<string, unknown>[];
  create_time: string;
  update_time: string;
};

/** A payer who is saved, so that the shop can have later orders paid without asking. */
export type PaymentTokenRow = {
  kind: 'payment-token';
  id: string;
  orderId: string;
  customerId: string;
  payer: Payer;
  create_time: string;
  deleted: boolean;
};

export type EventRow = {
  kind: 'event';
  id: string;
  orderId: string;
  /** As it is posted. */
  event: Record<string, unknown> & { event_type: string };
};

/** A delivery of an event that the shop has not taken yet; `id` is its transmission id, `time` when it was first sent. */
export type PendingRow = {
  kind: 'pending';
  id: string;
  time?: string;
  eventId: string;
  attempts: number;
  nextAt: number;
};

/** One attempt at a delivery; `status` is null when there was no response. */
export type AttemptRow = {
  kind: 'attempt';
  id: string;
  eventId: string;
  eventType: string;
  orderId: string;
  at: string;
  attempt: number;
  status: number | null;
  body?: string | undefined;
};

/** The response to a call with a PayPal-Request-Id; `id` is the path and that id. */
export type ResponseRow = {
  kind: 'response';
  id: string;
  fingerprint: string;
  status: number;
  body: Record<string, unknown>;
  until: number;
};

/** An access token by its SHA-256. */
export type TokenRow = { kind: 'token'; id: string; until: number };

export type Row =
  | OrderRow
  | CaptureRow
  | RefundRow
  | DisputeRow
  | PaymentTokenRow
  | EventRow
  | PendingRow
  | AttemptRow
  | ResponseRow
  | TokenRow;
export type Kind = Row['kind'];
export type RowOf<K extends Kind> = Extract<Row, { kind: K }>;
export type State = ReturnType<typeof openState>;

const attemptsKept = 20_000;

/**
 * Opens everything that the stand-in remembers: one journal, so that what belongs together is stored in one step. Drops responses
 * and tokens that are past their life, and all but the last attempts.
 */
export const openState = (dir: string, now: number) => {
  const journal = Journal.open<Row>(join(dir, 'state.jsonl'));
  const tables = new Map<Kind, Map<string, Row>>();
  const keep = (row: Row): void => {
    const table = tables.get(row.kind) ?? new Map<string, Row>();
    tables.set(row.kind, table.set(row.id, row));
  };
  journal.all().forEach(keep);

  const row = <K extends Kind>(kind: K, id: string) => tables.get(kind)?.get(id) as RowOf<K> | undefined;
  /** Oldest first. */
  const rows = <K extends Kind>(kind: K) => [...(tables.get(kind)?.values() ?? [])] as RowOf<K>[];
  const save = (...changed: Row[]): void => {
    journal.put(...changed);
    changed.forEach(keep);
  };
  const drop = (kind: Kind, id: string): void => {
    journal.delete(id);
    tables.get(kind)?.delete(id);
  };

  const stale = [...rows('response'), ...rows('token')].filter(({ until }) => until <= now);
  for (const { kind, id } of [...stale, ...rows('attempt').slice(0, -attemptsKept)]) drop(kind, id);
  return { row, rows, save, drop, close: () => journal.close() };
};
