import { toItem } from '../kit/store/client.ts';
import { all, any } from '../kit/store/condition.ts';
import type { Ports } from '../kit/ports.ts';
import { seconds } from '../kit/value/time.ts';
import type { Write } from '../kit/store/write.ts';
import type { Queue } from './domain.ts';
import { change, changeWrite } from './store.ts';

const isInQueue = '#open = :queue';
const isFulfilled = '#status = :fulfilled';
const isNobodysElse = any('attribute_not_exists(#open)', '#open = :queue');

/** Sets when a sweeper looks again at an order of its queue; one that went on meanwhile is left alone. */
export const checkAgain = (id: string, at: Date, ports: Ports, queue: Queue = 'payment'): Promise<boolean> =>
  change(
    id,
    {
      UpdateExpression: 'SET checkAt = :at',
      ConditionExpression: isInQueue,
      ExpressionAttributeNames: { '#open': 'open' },
      ExpressionAttributeValues: toItem({ ':at': seconds(at), ':queue': queue }),
    },
    ports,
  );

/**
 * Takes the name of the cart, and its place in the queue, off an order that is fulfilled and whose lines left the cart. One
 * with a refund under way is in another queue, and comes back to this one after it.
 */
export const forgetCart = (id: string, ports: Ports): Promise<boolean> =>
  change(
    id,
    {
      UpdateExpression: 'REMOVE cart.id, #open, checkAt',
      ConditionExpression: all(isFulfilled, isNobodysElse),
      ExpressionAttributeNames: { '#open': 'open', '#status': 'status' },
      ExpressionAttributeValues: toItem({ ':fulfilled': 'fulfilled', ':queue': 'fulfilment' }),
    },
    ports,
  );

/**
 * Returns the write by which an order belongs to another cart, or to another version of one, into which its lines moved; refused
 * once it names no cart, or not that one.
 */
export const cartLinkWrite = (
  id: string,
  from: string,
  to: { id: string; version: number },
  ports: Pick<Ports, 'table'>,
): Write =>
  changeWrite(
    id,
    {
      UpdateExpression: 'SET cart = :to',
      ConditionExpression: 'cart.id = :from',
      ExpressionAttributeValues: toItem({ ':to': to, ':from': from }),
    },
    ports,
  );

/**
 * Notes on an order that its mail did not reach the buyer, or that it has by now; returns whether that is news. The order's page says
 * so, because the buyer waits for a mail that does not come.
 */
export const orderReached = (id: string, reached: boolean, ports: Ports): Promise<boolean> =>
  change(
    id,
    reached
      ? { UpdateExpression: 'REMOVE mailUndeliverable', ConditionExpression: 'attribute_exists(mailUndeliverable)' }
      : {
          UpdateExpression: 'SET mailUndeliverable = :yes',
          ConditionExpression: 'attribute_exists(id)',
          ExpressionAttributeValues: toItem({ ':yes': true }),
        },
    ports,
  );
