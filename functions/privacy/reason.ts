import type { KeyWrapper } from '../kit/crypto/data-keys.ts';
import type { Ports } from '../kit/ports.ts';
import { identityForm } from '../kit/value/email-address.ts';
import { getOrder, type Order } from '../orders/public.ts';
import { emailOf } from '../people/public.ts';
import { isOpenOrder, isOpenRequest } from './domain/reason.ts';
import { getRequest } from './requests.ts';

/** Whom staff want to look at: persons, and the address that they were found by, if it was by one. */
export type Wanted = { persons: readonly string[]; address?: string | undefined };

type ReasonPorts = Ports & { keys: KeyWrapper };

const isOpen = ({ status, history, placedAt }: Order, now: Date): boolean =>
  isOpenOrder({ status, lastStep: Date.parse(history.at(-1)?.at ?? placedAt) }, now.getTime());

const sameAddress = (first: string, second: string): boolean => {
  const identity = identityForm(first);
  return identity !== undefined && identity === identityForm(second);
};

/** Whether the address that a request came from by mail is that of the person who is looked for. */
const isTheirs = async (requester: string, { persons, address }: Wanted, ports: ReasonPorts): Promise<boolean> => {
  const theirs = await emailOf(requester, ports);
  const [person] = persons;
  const wanted = address ?? (person === undefined ? undefined : await emailOf(person, ports));
  return theirs !== undefined && wanted !== undefined && sameAddress(theirs, wanted);
};

/**
 * Returns whom of the wanted persons a reason (the id of an order or of a privacy request) is about; undefined when it is of nobody
 * wanted, or not open. An order is about its buyer, a request by mail about everybody at its address.
 */
export const fitting = async (reason: string, wanted: Wanted, ports: ReasonPorts): Promise<string | undefined> => {
  const [order, request] = await Promise.all([getOrder(reason, ports), getRequest(reason, ports)]);
  const { persons } = wanted;
  if (order && isOpen(order, ports.now()) && persons.includes(order.buyer)) return order.buyer;
  if (!request || !isOpenRequest(request)) return undefined;
  if (persons.includes(request.person)) return request.person;
  return request.via === 'mail' && (await isTheirs(request.person, wanted, ports)) ? persons[0] : undefined;
};
