import { toItem } from '../kit/store/client.ts';
import type { Ports } from '../kit/ports.ts';
import { seconds } from '../kit/value/time.ts';
import type { Write } from '../kit/store/write.ts';
import { change, changeWrite } from './store.ts';

const isInQueue = '#open = :queue';
const isFulfilled = '#status = :fulfilled';

/** Sets when a sweeper looks again at an order of its queue; one that went on meanwhile is left alone. */
export const checkAgain = (
  id: string,
  at: Date,
  ports: Ports,
  queue: 'payment' | 'fulfilment' = 'payment',
): Promise<boolean> =>
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

/** Takes the name of the cart, and its place in the queue, off an order that is fulfilled and whose lines left the cart. */
export const forgetCart = (id: string, ports: Ports): Promise<boolean> =>
  change(
    id,
    {
      UpdateExpression: 'REMOVE cart.id, #open, checkAt',
      ConditionExpression: isFulfilled,
      ExpressionAttributeNames: { '#open': 'open', '#status': 'status' },
      ExpressionAttributeValues: toItem({ ':fulfilled': 'fulfilled' }),
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
