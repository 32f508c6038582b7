import type { OrderVoidedData, ReceiptData, RevealConfirmedData } from '../../functions/mail/schemas.ts';
import { revealNotice } from '../../functions/policy/public.ts';
import { money } from './cards.ts';

/** What a receipt of two cards says. */
export const receiptData: ReceiptData = {
  order: 'Zx3kD0y8QwK5cW2mVnB7aA',
  placedAt: '2026-07-23T14:05:09.123Z',
  lines: [
    { name: 'World Card 10', quantity: 2, unitPrice: money(1000) },
    { name: 'Asia & Pacific 5', quantity: 1, unitPrice: money(525) },
  ],
  total: money(2525),
};

/** What a letter about an order without stock says. */
export const voidedData: OrderVoidedData = {
  order: 'Zx3kD0y8QwK5cW2mVnB7aA',
  placedAt: '2026-07-23T14:05:09.123Z',
  reason: 'out-of-stock',
};

/** What a letter about a reveal says. */
export const revealData: RevealConfirmedData = {
  order: 'Zx3kD0y8QwK5cW2mVnB7aA',
  placedAt: '2026-07-23T14:05:09.123Z',
  revealedAt: '2026-07-23T15:06:10.123Z',
  text: revealNotice.hash,
};

/** Where the links of a test's mail lead. */
export const links = { origin: 'https://shop.example', orderToken: 'k1.abc.sig' };
