import { z } from 'zod';

const times = z.union([z.int().min(0), z.literal(true)], 'must be a whole number of times, or true for always');
const flag = z.boolean('must be true or false');
const pattern = (form: RegExp, name: string) => z.string(`must be ${name}`).regex(form, `must be ${name}`);
const whole = (name: string, least: number, most: number) =>
  z.int(`must be ${name}`).min(least, `must be at least ${least}`).max(most, `must be at most ${most}`);
const millis = whole('whole milliseconds', 0, 3_600_000);

/** Every fault that can be set, and what it does. */
export const faultNames = z.strictObject({
  /** Each webhook is delivered this many times in all. */
  duplicate: whole('a whole number', 1, 100),
  /** Deliveries are held back a little and then sent last first. */
  reorder: flag,
  /** Every API response comes this late. */
  delayMs: millis,
  /** Every first delivery of a webhook comes this late. */
  webhookDelayMs: millis,
  /** Webhooks are made but not sent; they can be sent later by /_deliveries/{eventId}/resend. */
  dropWebhooks: flag,
  /** The response to a create call comes this late, while the order can already be approved. */
  createAnswerDelayMs: millis,
  /** The order is made, and the connection cut in place of a response. */
  dropAfterCreate: times,
  /** The capture is made, and the connection cut in place of a response. */
  dropAfterCapture: times,
  /** API calls fail before anything is done. */
  failTimes: times,
  /** The status of the calls that failTimes lets fail; 503 unless set. */
  failStatus: whole('a status', 400, 599),
  /** Captures stay PENDING while this is set, and complete once it is cleared. */
  pendingCapture: flag,
  /** Captures have the status DECLINED at once. */
  declineCapture: flag,
  /** Captures are PENDING at first and then denied. */
  denyCapture: flag,
  /** The status that captures state, whatever it truly is; any word, so that one can be tried that PayPal has not got yet. */
  captureStatus: pattern(/^[A-Z_]{1,40}$/, 'a status'),
  /** The status that refunds state, whatever they truly are: PENDING until it is cleared, or FAILED. */
  refundStatus: pattern(/^[A-Z_]{1,40}$/, 'a status'),
  /** Reads of an order find nothing (404), though it is there. */
  hideOrder: times,
  /** Captures of an order find nothing (404) and do nothing, though it is there; a repeated request id too. */
  hideCaptureCall: times,
  /** Reads of a capture find nothing (404), though it is there. */
  hideCapture: times,
  /** Each capture call makes two captures. */
  captureTwice: flag,
  /** Captures lack their amount and custom_id, and orders their payee, in the response to a capture call. */
  sparseCapture: flag,
  /** PayPal's variable fee comes back with a refund, in proportion; the fixed part stays. Nothing comes back unless set. */
  feeReturned: flag,
  /** Disputes offer no evidence and no acceptance, only themselves. */
  offerNothing: flag,
  /** The app may not see disputes (403). */
  noDisputes: flag,
  /** The connection is cut in place of the response to evidence, or to an accepted claim, that was taken. */
  dropAfterEvidence: times,
  dropAfterRefund: times,
  /** The app may not search transactions (403). */
  noTransactionSearch: flag,
  /** Transactions are listed this long after they were made; at once unless set. */
  transactionsAfterMs: whole('whole milliseconds', 0, Number.MAX_SAFE_INTEGER),
  /** What orders and new captures say is to be paid, whatever the request said. */
  wrongAmount: pattern(/^\d+(\.\d{1,2})?$/, 'an amount such as "0.01"'),
  wrongCurrency: pattern(/^[A-Z]{3}$/, 'a currency code'),
  /** The merchant id that orders and new captures name as their payee. */
  wrongPayee: pattern(/./, 'a merchant id'),
  /** The custom_id that orders and new captures bear. */
  wrongCustomId: pattern(/./, 'a custom_id'),
  /**
   * Where the four above show: in orders as they are read, in captures as they are made, or in both, as is the rule;
   * `captured`: in captures as they are made, and in their orders from then on.
   */
  wrongIn: z.enum(['order', 'capture', 'captured'], 'must be "order", "capture" or "captured"'),
  /** Webhooks are signed over something else than what is sent. */
  badSignature: flag,
  /** The tokens issued until now are no longer good. */
  expireTokens: flag,
  /** API calls get status 200 with something that is not JSON, and nothing is done. */
  nonsense: flag,
  /** New orders approve themselves after this time. */
  autoApproveMs: millis,
  /** Orders lapse this long after they were made or approved; an approved one is reversed. Three hours unless set. */
  approvalWindowMs: millis,
});

export type PaypalFaults = z.infer<typeof faultNames>;
