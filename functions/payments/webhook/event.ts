import * as z from 'zod/mini';

/** The part of a webhook that every event has; the rest, which names the payer, is looked into for ids alone and never stored. */
const Webhook = z.object({
  id: z.string().check(z.regex(/^[\w-]{1,128}$/)),
  event_type: z.string().check(z.regex(/^[\w.-]{1,128}$/)),
  resource: z.optional(z.unknown()),
});

/** What an event is about, as far as a hint needs it: PayPal's order, PayPal's capture, and the id of an order of ours. */
export type PayPalEvent = {
  /** PayPal's id of the event; the same event may come in several deliveries. */
  event: string;
  type: string;
  paypalOrder?: string;
  capture?: string;
  /** PayPal's refund, where the event is about one. */
  refund?: string;
  customId?: string;
  /** PayPal's id of what the event is about, where that is neither an order nor a capture: a dispute. */
  resource?: string;
  /** PayPal's reference to a saved payment method; only its keyed hash is stored. */
  token?: string;
};

const paypalId = /^[A-Za-z0-9-]{1,64}$/;
/** Returns whether an event is about a dispute. */
export const isOfDispute = (type: string): boolean => type.startsWith('CUSTOMER.DISPUTE.');

/** Ids of our orders, alone or before that of a refund of ours, and nothing else: another program on the account may write a name or an address there. */
const orderId = /^([\w-]{22})(?:\.refund-[\w-]{1,64})?$/;
const vaultId = /^[\w-]{1,255}$/;
const captureLink = /\/v2\/payments\/captures\/([A-Za-z0-9-]{1,64})$/;

/** Returns whether an event is about a saved payment method. */
export const isOfVault = (type: string): boolean => type.startsWith('VAULT.PAYMENT-TOKEN.');

/** The value behind a path of names; undefined as soon as something on the way is not there. */
const at = (value: unknown, ...path: (string | number)[]): unknown => {
  let here = value;
  for (const name of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, name)) return undefined;
    here = (here as Record<string | number, unknown>)[name];
  }
  return here;
};

const matching = (pattern: RegExp, ...candidates: unknown[]): string | undefined =>
  candidates.find((value): value is string => typeof value === 'string' && pattern.test(value));

const list = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

const orderOf = (type: string, resource: unknown): string | undefined =>
  matching(
    paypalId,
    type.startsWith('CHECKOUT.ORDER.') ? at(resource, 'id') : undefined,
    at(resource, 'order_id'),
    at(resource, 'metadata', 'order_id'),
    at(resource, 'supplementary_data', 'related_ids', 'order_id'),
  );

const aboutRefund = /^PAYMENT\.(CAPTURE\.(REFUNDED|REVERSED)|REFUND\.[A-Z]+)$/;

/** A refund names its capture in the link `up` alone, a dispute as the seller's transaction; else the resource is the capture. */
const captureOf = (type: string, resource: unknown): string | undefined => {
  if (isOfDispute(type))
    return matching(
      paypalId,
      ...list(at(resource, 'disputed_transactions')).map((transaction) => at(transaction, 'seller_transaction_id')),
    );
  if (!type.startsWith('PAYMENT.CAPTURE.') && !aboutRefund.test(type)) return undefined;
  const up = list(at(resource, 'links')).filter((link) => at(link, 'rel') === 'up');
  const above = matching(captureLink, ...up.map((link) => at(link, 'href')));
  if (above !== undefined) return captureLink.exec(above)?.[1];
  return aboutRefund.test(type) ? undefined : matching(paypalId, at(resource, 'id'));
};

const disputeId = /^[A-Za-z0-9-]{1,255}$/;

const resourceOf = (type: string, resource: unknown): string | undefined =>
  isOfDispute(type) ? matching(disputeId, at(resource, 'dispute_id')) : undefined;

const customIdOf = (resource: unknown): string | undefined => {
  const found = matching(orderId, at(resource, 'custom_id'), at(resource, 'purchase_units', 0, 'custom_id'));
  return found === undefined ? undefined : orderId.exec(found)?.[1];
};

/** The resource of these events is a refund. */
const refundOf = (type: string, resource: unknown): string | undefined =>
  aboutRefund.test(type) ? matching(paypalId, at(resource, 'id')) : undefined;

/**
 * Reads an event; undefined when it is none. Fields that PayPal adds are ignored, and an id of another form counts as
 * absent: PayPal would repeat an event that is refused.
 */
export const readEvent = (body: unknown): PayPalEvent | undefined => {
  const parsed = z.safeParse(Webhook, body);
  if (!parsed.success) return undefined;
  const { id: event, event_type: type, resource } = parsed.data;
  const paypalOrder = orderOf(type, resource);
  const capture = captureOf(type, resource);
  const refund = refundOf(type, resource);
  const customId = customIdOf(resource);
  const about = resourceOf(type, resource);
  const token = isOfVault(type) ? matching(vaultId, at(resource, 'id')) : undefined;
  return {
    event,
    type,
    ...(paypalOrder !== undefined && { paypalOrder }),
    ...(capture !== undefined && { capture }),
    ...(refund !== undefined && { refund }),
    ...(customId !== undefined && { customId }),
    ...(about !== undefined && { resource: about }),
    ...(token !== undefined && { token }),
  };
};
