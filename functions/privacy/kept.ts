import type { KeyWrapper } from '../kit/crypto/data-keys.ts';
import type { Secrets } from '../kit/crypto/secrets.ts';
import { transact } from '../kit/store/write.ts';
import type { Ports } from '../kit/ports.ts';
import { contactOf, forgetWrites, newPerson } from '../people/public.ts';
import { getOrder, ordersOf, type Order } from '../orders/public.ts';
import { heldUntil } from './domain/hold.ts';
import { reasonToKeep, type Kept } from './domain/request.ts';
import { getHold } from './holds.ts';

type KeepPorts = Ports & { keys: KeyWrapper; secrets: Secrets };

const prefix = 'kept-';

/** Returns the id of what is kept for an order of somebody who is erased otherwise: a person with a key of its own. */
export const keptFor = (order: string): string => `${prefix}${order}`;

/** Returns the order that a person is kept for; undefined for any other person. */
export const orderOfKept = (person: string): string | undefined =>
  person.startsWith(prefix) ? person.slice(prefix.length) : undefined;

/** Returns why something is kept of the buyer of an order, and until when; undefined when nothing is. */
const keptOf = async ({ id, status, disputed }: Order, ports: Ports): Promise<Kept | undefined> => {
  const until = heldUntil(await getHold(id, ports), ports.now().toISOString());
  const reason = reasonToKeep({ status, disputed, heldUntil: until });
  return reason && { order: id, reason, ...(reason === 'legal-hold' && { until }) };
};

const pageOfOrders = 100;

/** Returns why a person cannot be forgotten yet: their orders that are not done with, disputed, or held. */
export const reasonsToKeep = async (person: string, ports: Ports): Promise<Kept[]> => {
  const kept: Kept[] = [];
  let from: Parameters<typeof ordersOf>[1]['from'];
  do {
    const { orders, next } = await ordersOf([person], { limit: pageOfOrders, from }, ports);
    kept.push(...(await Promise.all(orders.map((order) => keptOf(order, ports)))).filter((each) => each !== undefined));
    from = next;
  } while (from);
  return kept;
};

/**
 * Seals what an order needs of its buyer, the address of mail and the name, under a key of that order alone; then the buyer may be
 * erased. Safe to repeat: what is kept already stays as it is.
 */
export const keepApart = async (
  order: string,
  { email, name, at }: { email: string; name?: string | undefined; at: string },
  ports: KeepPorts,
): Promise<void> => {
  const kept = { id: keptFor(order), kind: 'kept' as const, email, ...(name !== undefined && { name }) };
  await transact(await newPerson({ ...kept, at: new Date(at) }, ports), ports);
};

/** Forgets what is kept for an order once nothing asks for it any more. Returns why it still is; undefined when nothing is kept. */
export const releaseKept = async (order: string, ports: KeepPorts): Promise<Kept | undefined> => {
  const person = keptFor(order);
  if (!(await contactOf(person, ports))) return undefined;
  const found = await getOrder(order, ports);
  const kept = found && (await keptOf(found, ports));
  if (!kept) await transact(forgetWrites(person, ports), ports);
  return kept;
};
