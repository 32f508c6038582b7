import { Unavailable } from '../kit/http/problem.ts';
import type { Ports } from '../kit/ports.ts';
import { prompt, retry } from '../kit/store/retry.ts';
import { transact } from '../kit/store/write.ts';
import { refuse, type Refusal } from '../kit/value/result.ts';
import { getOrder, revealWrite, type Order } from '../orders/public.ts';
import { revealNotice } from '../policy/public.ts';
import { confirmationWrite } from './confirmation.ts';
import { hiddenBy, type Hidden } from './domain.ts';

/** Why a reveal is refused, and until when, if it waits. */
type RevealRefusal = Refusal<Hidden | 'reveal-notice-changed'> & { said?: { until: string } };

const refusal = (hidden: Hidden, { revealFrom }: Order): RevealRefusal => ({
  ...refuse(hidden),
  ...(hidden === 'reveal-waits' && revealFrom !== undefined && { said: { until: revealFrom } }),
});

/** Whether a hash is of the text in force, or of the one that was agreed to. */
const isAgreed = ({ revealed }: Order, consent: string): boolean =>
  consent === revealNotice.hash || consent === revealed?.text;

/**
 * Records that a buyer agreed to a text (its hash) by asking for the PINs, and puts out the letter that confirms it, in one
 * transaction. Returns the order as it is then, or why its PINs may not be shown. Safe to repeat and to run twice at once: the first
 * consent is the one that counts.
 */
export const revealOrder = async (order: Order, consent: string, ports: Ports): Promise<Order | RevealRefusal> => {
  const at = ports.now();
  const hidden = hiddenBy(order, at);
  if (hidden) return refusal(hidden, order);
  if (!isAgreed(order, consent)) return refuse('reveal-notice-changed');
  if (order.revealed) return order;
  const revealed = { at: at.toISOString(), text: consent };
  const writes = [revealWrite(order.id, consent, at, ports), confirmationWrite(order, revealed, at, ports)];
  if ((await transact(writes, ports, prompt)).done) return { ...order, revealed };
  const now = await retry(() => getOrder(order.id, ports), ports, prompt);
  const since = now && hiddenBy(now, ports.now());
  if (now && since) return refusal(since, now);
  if (now?.revealed) return now;
  throw new Unavailable('an order changed while it was revealed');
};
