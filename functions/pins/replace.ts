import type { Ports } from '../kit/ports.ts';
import { toItem } from '../kit/store/client.ts';
import { prompt } from '../kit/store/retry.ts';
import { transact, type Check, type Write } from '../kit/store/write.ts';
import { choose, rolls, unfitAs } from './domain.ts';
import { candidates } from './free-pins.ts';
import type { Hold } from './hold-row.ts';

type Place = { sku: string; id: string };
type Store = Pick<Ports, 'table'>;

const isHeldByThis = 'heldBy = :order';
const isFree = '#free = :sku AND attribute_not_exists(heldBy)';

/** The new PIN takes the place of the old one, which stays the order's for ever and is marked as faulty. */
const replacing = (hold: Hold, { sku, id: old }: Place, fresh: string, at: Date, { table }: Store): Write[] => {
  const place = String(hold.pins[sku]?.indexOf(old));
  return [
    {
      Update: {
        TableName: table('pins.holds'),
        Key: toItem({ order: hold.order }),
        UpdateExpression: `SET pins.#sku[${place}] = :new, replaced = list_append(if_not_exists(replaced, :none), :both)`,
        ConditionExpression: `pins.#sku[${place}] = :old`,
        ExpressionAttributeNames: { '#sku': sku },
        ExpressionAttributeValues: toItem({
          ':new': fresh,
          ':old': old,
          ':none': [],
          ':both': [{ sku, from: old, to: fresh }],
        }),
      },
    },
    {
      Update: {
        TableName: table('pins.pins'),
        Key: toItem({ sku, id: old }),
        UpdateExpression: 'SET unfit = if_not_exists(unfit, :faulty), unfitAt = if_not_exists(unfitAt, :at)',
        ConditionExpression: isHeldByThis,
        ExpressionAttributeValues: toItem({
          ':order': hold.order,
          ':faulty': unfitAs('faulty', sku),
          ':at': at.toISOString(),
        }),
      },
    },
    {
      Update: {
        TableName: table('pins.pins'),
        Key: toItem({ sku, id: fresh }),
        UpdateExpression: 'SET heldBy = :order REMOVE #free',
        ConditionExpression: isFree,
        ExpressionAttributeNames: { '#free': 'free' },
        ExpressionAttributeValues: toItem({ ':order': hold.order, ':sku': sku }),
      },
    },
  ];
};

/** How often another free PIN is tried after somebody else was faster. */
const tries = 8;

/**
 * Gives an order another PIN in the place of a faulty one, in one transaction with the caller's own writes: the old one stays
 * the order's and is never sold again, the new one is held. `refused` when one of the caller's writes did, or the place has
 * another PIN by now; `too-few` without stock. Safe to repeat.
 */
export const replacePin = async (
  hold: Hold,
  old: Place,
  own: readonly (Write | Check)[],
  ports: Ports,
): Promise<'replaced' | 'refused' | 'too-few'> => {
  const lost = new Set<string>();
  for (let nth = 0; nth < tries; nth += 1) {
    const free = await candidates({ sku: old.sku, quantity: 1 }, lost, ports);
    if (free.length === 0) return 'too-few';
    const [fresh = ''] = choose(free, rolls(ports.random(4)));
    const outcome = await transact([...own, ...replacing(hold, old, fresh, ports.now(), ports)], ports, prompt);
    if (outcome.done) return 'replaced';
    const newPin = own.length + 2;
    if (outcome.refused.some((position) => position !== newPin)) return 'refused';
    lost.add(fresh);
  }
  return 'too-few';
};
