import { claimed, getOrder, moveWrite, type Order } from '../orders/public.ts';
import { errorFields } from '../kit/log.ts';
import type { Ports } from '../kit/ports.ts';
import { fulfilOrder, type Outcome } from './fulfil-order.ts';
import { retry } from '../kit/store/retry.ts';
import { apply } from '../kit/store/write.ts';

/** The captured payment that an order is delivered for. */
type Captured = { paypalOrder: string; capture: string } & Pick<Order, 'protection' | 'payer'>;

/** What is not there is not written. */
const stated = (set: Captured): Record<string, string> =>
  Object.fromEntries(Object.entries(set).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));

/** Writes down that the order is paid, and no more; the stream and the sweeper deliver it. */
const payOnly = async ({ id, status: from }: Order, set: Captured, ports: Ports): Promise<boolean> =>
  (
    await apply(
      moveWrite({ id, from, to: 'paid', at: ports.now(), set: stated(set), onlyIf: { condition: claimed } }, ports),
      ports,
    )
  ).applied;

/** Fulfils unless the order is disputed; whatever fails is left to the stream and the sweeper, once `paid` is written. */
const tryToFulfil = async (order: Order, paid: Captured, ports: Ports): Promise<Outcome> => {
  if (order.disputed) return 'refused';
  try {
    return await fulfilOrder(order, paid, ports);
  } catch (error) {
    ports.log.warn('delivery broke off', errorFields(error));
    return 'refused';
  }
};

/** Reads what became of an order that refused: a dispute came between, another run delivered this very capture, or neither. */
const readBack = async (order: Order, { capture }: Captured, ports: Ports) => {
  const now = await retry(() => getOrder(order.id, ports), ports);
  if (now?.capture === capture && (now.status === 'fulfilled' || now.status === 'paid')) return now.status;
  return now?.disputed && now.status === order.status ? 'disputed' : 'lost';
};

/**
 * Delivers a captured order by one transaction (see `fulfilOrder`), its history saying paid and fulfilled. When that
 * fails for another reason than the order itself, or the order is disputed, only `paid` is written with the capture, and
 * the stream or the sweeper goes on. `lost`: the order moved since it was read, or has no claim; both sides have to be
 * read again. Safe to repeat and to run twice at once; throws when nothing could be written.
 */
export const deliver = async (order: Order, paid: Captured, ports: Ports): Promise<'fulfilled' | 'paid' | 'lost'> => {
  const outcome = await tryToFulfil(order, paid, ports);
  if (outcome === 'done') return 'fulfilled';
  const status = outcome === 'order-refused' ? await readBack(order, paid, ports) : 'disputed';
  if (status !== 'disputed') return status;
  if (await payOnly(order, paid, ports)) return 'paid';
  const now = await readBack(order, paid, ports);
  return now === 'disputed' ? 'lost' : now;
};
