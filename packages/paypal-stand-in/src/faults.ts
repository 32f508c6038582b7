import { z } from 'zod';

const times = z.union([z.int().min(0), z.literal(true)], {
  error: 'must be a whole number of times, or true for always',
});
const flag = z.boolean({ error: 'must be true or false' });
const millis = z.int({ error: 'must be whole milliseconds' }).min(0, { error: 'must not be negative' }).max(3_600_000, {
  error: 'must be at most an hour',
});
const amount = z.string({ error: 'must be an amount such as "0.01"' }).regex(/^\d+(\.\d{1,2})?$/, {
  error: 'must be an amount such as "0.01"',
});

/** Every fault that can be set, and what it does. */
export const faultNames = z.strictObject({
  /** Each webhook is delivered this many times in all. */
  duplicate: z.int({ error: 'must be a whole number' }).min(1, { error: 'must be at least 1' }).max(100, {
    error: 'must be at most 100',
  }),
  /** Deliveries are held back a little and then sent last first. */
  reorder: flag,
  /** Every API answer comes this late. */
  delayMs: millis,
  /** Every first delivery of a webhook comes this late. */
  webhookDelayMs: millis,
  /** Webhooks are made but not sent; they can be sent later by /_deliveries/{eventId}/resend. */
  dropWebhooks: flag,
  /** The answer to a create call comes this late, while the order can already be approved. */
  createAnswerDelayMs: millis,
  /** The order is made, and the connection cut in place of an answer. */
  dropAfterCreate: times,
  /** The capture is made, and the connection cut in place of an answer. */
  dropAfterCapture: times,
  /** API calls fail before anything is done. */
  failTimes: times,
  /** The status of the calls that failTimes lets fail; 503 unless set. */
  failStatus: z.int({ error: 'must be a status' }).min(400, { error: 'must be from 400 to 599' }).max(599, {
    error: 'must be from 400 to 599',
  }),
  /** Captures stay PENDING while this is set, and complete once it is cleared. */
  pendingCapture: flag,
  /** Captures are answered with the status DECLINED. */
  declineCapture: flag,
  /** Captures are PENDING at first and then denied. */
  denyCapture: flag,
  /** The status that captures state, whatever it truly is; any word, so that one can be tried that PayPal has not got yet. */
  captureStatus: z.string({ error: 'must be a status' }).regex(/^[A-Z_]{1,40}$/, { error: 'must be a status' }),
  /** Reads of an order find nothing (404), though it is there. */
  hideOrder: times,
  /** Captures of an order find nothing (404) and do nothing, though it is there; a repeated request id too. */
  hideCaptureCall: times,
  /** Reads of a capture find nothing (404), though it is there. */
  hideCapture: times,
  /** Each capture call makes two captures. */
  captureTwice: flag,
  /** Captures lack their amount and custom_id, and orders their payee, in the answer to a capture call. */
  sparseCapture: flag,
  /** The app may not search transactions (403). */
  noTransactionSearch: flag,
  /** Transactions are listed this long after they were made; at once unless set. */
  transactionsAfterMs: z.int({ error: 'must be whole milliseconds' }).min(0, { error: 'must not be negative' }),
  /** What orders and new captures say is to be paid, whatever was asked for. */
  wrongAmount: amount,
  wrongCurrency: z.string({ error: 'must be a currency code' }).regex(/^[A-Z]{3}$/, {
    error: 'must be a currency code',
  }),
  /** The merchant id that orders and new captures name as their payee. */
  wrongPayee: z.string({ error: 'must be a merchant id' }).min(1, { error: 'must be a merchant id' }),
  /** The custom_id that orders and new captures bear. */
  wrongCustomId: z.string({ error: 'must be a custom_id' }).min(1, { error: 'must be a custom_id' }),
  /**
   * Where the four above show: in orders as they are read, in captures as they are made, or in both, as is the rule;
   * `captured`: in captures as they are made, and in their orders from then on.
   */
  wrongIn: z.enum(['order', 'capture', 'captured'], { error: 'must be "order", "capture" or "captured"' }),
  /** Webhooks are signed over something else than what is sent. */
  badSignature: flag,
  /** The tokens issued until now are no longer good. */
  expireTokens: flag,
  /** API calls are answered 200 with something that is not JSON, and nothing is done. */
  nonsense: flag,
  /** New orders approve themselves after this time. */
  autoApproveMs: millis,
  /** Orders lapse this long after they were made or approved; an approved one is reversed. Three hours unless set. */
  approvalWindowMs: millis,
});

export type PaypalFaults = z.infer<typeof faultNames>;

/** Facts that are stated in place of the true ones. */
export type Wrong = { amount?: string; currency?: string; payee?: string; customId?: string };

/** The wrong facts that an order as read, one that is captured, or a new capture, states in place of the true ones. */
export const wrongFacts = (
  faults: Readonly<Partial<PaypalFaults>>,
  where: 'order' | 'captured order' | 'capture',
): Wrong => {
  const { wrongAmount: amount, wrongCurrency: currency, wrongPayee: payee, wrongCustomId: customId } = faults;
  const shows = { order: where !== 'capture', capture: where === 'capture', captured: where !== 'order' };
  if (faults.wrongIn !== undefined && !shows[faults.wrongIn]) return {};
  return {
    ...(amount === undefined ? {} : { amount }),
    ...(currency === undefined ? {} : { currency }),
    ...(payee === undefined ? {} : { payee }),
    ...(customId === undefined ? {} : { customId }),
  };
};
