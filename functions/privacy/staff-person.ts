import { accountOf } from '../accounts/public.ts';
import { recordAccess } from '../audit/public.ts';
import type { KeyWrapper } from '../kit/crypto/data-keys.ts';
import type { Secrets } from '../kit/crypto/secrets.ts';
import type { Staff } from '../kit/http/session.ts';
import type { Ports } from '../kit/ports.ts';
import { ordersOf } from '../orders/public.ts';
import { contactOf, personsAt } from '../people/public.ts';
import { fitting } from './reason.ts';

/** What staff routes about people need from outside. */
export type StaffPorts = Ports & { keys: KeyWrapper; secrets: Secrets };

/** Orders that are listed with a person; older ones are found by their id. */
const listed = 50;

const shown = ['email', 'name', 'address', 'telephone', 'country', 'account', 'orders'];

/** What staff see of a person; undefined for one who is erased. */
const personView = async (id: string, ports: StaffPorts) => {
  const [contact, account, { orders }] = await Promise.all([
    contactOf(id, ports),
    accountOf(id, ports),
    ordersOf([id], { limit: listed }, ports),
  ]);
  return (
    contact && {
      ...contact,
      id,
      ...(account && { account: { status: account.status } }),
      orders: orders.map(({ id: order, status, placedAt }) => ({ id: order, status, placedAt })),
    }
  );
};

/**
 * Finds a person by an address and a reason; undefined when nobody is there, or when the reason is not open and theirs. Either is
 * recorded before anything is opened, and costs the same calls, so that staff learn nothing from it.
 */
export const findPerson = async (
  { email, reason, staff }: { email: string; reason: string; staff: Staff },
  ports: StaffPorts,
) => {
  const persons = await personsAt(email, ports);
  const found = await fitting(reason, { persons, address: email }, ports);
  const access = { staff: staff.id, action: 'search', reason, at: ports.now() };
  await recordAccess(
    found === undefined
      ? { ...access, person: persons[0], fields: [], explained: false }
      : { ...access, person: found, fields: shown },
    ports,
  );
  return found === undefined ? undefined : personView(found, ports);
};
