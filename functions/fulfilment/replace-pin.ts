import { letterWrite } from '../mail/public.ts';
import type { Ports } from '../kit/ports.ts';
import { prompt } from '../kit/store/retry.ts';
import { apply, type Write } from '../kit/store/write.ts';
import { refuse, type Refusal } from '../kit/value/result.ts';
import { deliveredCheck, type Order } from '../orders/public.ts';
import { orderPins, replacePin, type OrderPin } from '../pins/public.ts';

type PinRefusal = 'not-found' | 'not-delivered' | 'not-reported' | 'no-pin-left';

const letter = (order: Order, pin: OrderPin, outcome: 'replaced' | 'no-stock', ports: Ports): Write =>
  letterWrite(
    {
      id: `pin-${outcome}:${order.id}:${pin.id}`,
      class: 'transactional',
      template: 'pin-problem',
      to: order.buyer,
      data: {
        order: order.id,
        placedAt: order.placedAt,
        card: order.lines.find(({ sku }) => sku === pin.sku)?.name ?? pin.sku,
        outcome,
      },
      at: ports.now(),
    },
    ports,
  );

const needsAnother = ({ reported, unfit }: OrderPin): boolean => reported !== undefined || unfit !== undefined;

/**
 * Replaces a PIN that was reported or recalled. One transaction: the order is delivered still, the old PIN is faulty and stays
 * the order's, a new one is held in its place, the letter is queued. Without stock all stays as it is, and the buyer is told, once. A repeat
 * returns the same; what nobody reported is not replaced.
 */
export const replace = async (order: Order, n: number, ports: Ports): Promise<'replaced' | Refusal<PinRefusal>> => {
  const { hold, pins } = await orderPins(order.id, ports);
  const pin = pins.find((each) => each.n === n);
  if (!hold || !pin) return refuse('not-found');
  if (!needsAnother(pin)) return pin.replaces ? 'replaced' : refuse('not-reported');
  const own = [deliveredCheck(order.id, ports), letter(order, pin, 'replaced', ports)];
  const outcome = await replacePin(hold, pin, own, ports);
  if (outcome === 'replaced') return outcome;
  if (outcome === 'too-few') {
    // A letter of this name told the same before.
    await apply(letter(order, pin, 'no-stock', ports), ports, prompt);
    return refuse('no-pin-left');
  }
  const now = (await orderPins(order.id, ports)).pins.find((each) => each.n === n);
  return now && now.id !== pin.id ? 'replaced' : refuse('not-delivered');
};
