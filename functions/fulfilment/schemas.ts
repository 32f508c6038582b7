import * as z from 'zod/mini';
import { LineView, MoneyView, ThingId, Timestamp } from '../kit/contract/schemas.ts';
import { OrderStatus } from '../orders/contract.ts';
import { unfitReasons } from '../pins/contract.ts';

/** An order as its buyer sees it, without the PINs. */
const OrderView = z.object({
  id: z.string(),
  status: OrderStatus,
  disputed: z.boolean(),
  refunded: MoneyView,
  lines: z.array(LineView),
  total: MoneyView,
  placedAt: Timestamp,
  history: z.array(z.object({ status: OrderStatus, at: Timestamp })),
  revealed: z.boolean(),
  /** There when its mail did not reach the buyer. */
  mailUndeliverable: z.optional(z.literal(true)),
});

/** 128 random or hashed bits. */
export const Id22 = z.string().check(z.regex(/^[A-Za-z0-9_-]{22}$/));
/** A path with an order and one of its PINs, counted from 1. */
export const NumberedPin = z.extend(ThingId, { n: z.string().check(z.regex(/^[1-9]\d?$/)) });

/** PINs as they are shown. */
export const Pins = z.array(z.object({ sku: z.string(), pin: z.string() }));

/** An order as its buyer sees it, with the text that is agreed to by its reveal. */
export const BuyersView = z.extend(OrderView, {
  revealNotice: z.object({ text: z.string(), hash: z.string() }),
  /** Until when the PINs are not shown yet. */
  revealFrom: z.optional(Timestamp),
  /** When the buyer withdrew from it. */
  withdrawnAt: z.optional(Timestamp),
});

/** An order as staff see it: without what its PINs say, and with where its payment is. */
export const StaffView = z.extend(OrderView, {
  person: z.string(),
  paypalOrder: z.optional(z.string()),
  capture: z.optional(z.string()),
  parked: z.optional(z.string()),
  revealedAt: z.optional(Timestamp),
  withdrawnAt: z.optional(Timestamp),
  /** When its buyer wanted to withdraw after a reveal that was never confirmed to them: staff decide. */
  withdrawalAsked: z.optional(Timestamp),
  /** What is known of its PINs, without what they say. */
  pinStates: z.array(
    z.object({
      n: z.int(),
      sku: z.string(),
      batch: z.string(),
      reported: z.optional(z.string()),
      reportedAt: z.optional(Timestamp),
      unfit: z.optional(z.enum(unfitReasons)),
    }),
  ),
});
