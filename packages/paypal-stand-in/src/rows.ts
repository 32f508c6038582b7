import type { CaptureStatus, EventType, Money, OrderStatus, Payee, Payer, PurchaseUnit, WebhookEvent } from './wire.ts';

/**
 * An order as it truly is; faults that make it read differently are applied when it is shown. Times are RFC 3339 to the
 * second, as PayPal's are; `openSince`, from which the approval window runs, is in milliseconds.
 */
export type OrderRow = {
  kind: 'order';
  id: string;
  status: OrderStatus;
  wallet: boolean;
  units: PurchaseUnit[];
  createdAt: string;
  updatedAt: string;
  openSince: number;
  autoApproveAt?: number | undefined;
  shipping: 'GET_FROM_FILE' | 'NO_SHIPPING' | 'SET_PROVIDED_ADDRESS';
  brandName?: string | undefined;
  returnUrl?: string | undefined;
  cancelUrl?: string | undefined;
  payer?: Payer | undefined;
  captures: string[];
};

export type CaptureRow = {
  kind: 'capture';
  id: string;
  orderId: string;
  reference: string;
  status: CaptureStatus;
  amount: Money;
  payee: Payee;
  customId?: string | undefined;
  invoiceId?: string | undefined;
  createdAt: string;
  updatedAt: string;
  refunds: string[];
};

export type RefundRow = {
  kind: 'refund';
  id: string;
  captureId: string;
  amount: Money;
  totalRefunded: Money;
  customId?: string | undefined;
  invoiceId?: string | undefined;
  note?: string | undefined;
  createdAt: string;
};

export type EventRow = {
  kind: 'event';
  id: string;
  orderId: string;
  event: WebhookEvent;
};

/** One delivery of an event that the shop has not yet taken; `id` is its transmission id, `nextAt` milliseconds. */
export type PendingRow = {
  kind: 'pending';
  id: string;
  /** When it was first sent; PayPal keeps that time-stamp for every repeat. */
  time?: string;
  eventId: string;
  attempts: number;
  nextAt: number;
};

/** One attempt that was made; `status` is null when no answer came. */
export type AttemptRow = {
  kind: 'attempt';
  id: string;
  eventId: string;
  eventType: EventType;
  orderId: string;
  at: string;
  attempt: number;
  status: number | null;
  body?: string | undefined;
};

/** What was answered to a call with a PayPal-Request-Id; `id` is the call and that id, `until` milliseconds. */
export type AnswerRow = {
  kind: 'answer';
  id: string;
  fingerprint: string;
  status: number;
  body: Record<string, unknown>;
  until: number;
};

/** An access token by its SHA-256; `until` in milliseconds. */
export type TokenRow = {
  kind: 'token';
  id: string;
  until: number;
};

export type Row = OrderRow | CaptureRow | RefundRow | EventRow | PendingRow | AttemptRow | AnswerRow | TokenRow;
export type Kind = Row['kind'];
export type RowOf<K extends Kind> = Extract<Row, { kind: K }>;
