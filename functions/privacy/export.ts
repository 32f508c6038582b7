import { accessesOf } from '../audit/public.ts';
import type { KeyWrapper } from '../kit/crypto/data-keys.ts';
import type { Ports } from '../kit/ports.ts';
import { readLetters } from '../mail/public.ts';
import { ordersOf, orderView, type Order } from '../orders/public.ts';
import type { Secrets } from '../kit/crypto/secrets.ts';
import { contactOf, mailboxHash } from '../people/public.ts';
import { addressOf } from '../preferences/public.ts';
import { elsewhere, purposes } from './domain/purposes.ts';
import { cursorOf, positionAt } from './cursor.ts';
import { requestsOf } from './find-requests.ts';
import type { Export } from './schemas.ts';

export type ExportPorts = Ports & { keys: KeyWrapper; secrets: Secrets };

/** Orders on a page of an export. */
const pageLength = 25;

type Person = Export['persons'][number];
type Letters = Awaited<ReturnType<typeof readLetters>>;

const personOf = async (id: string, ports: ExportPorts): Promise<Person[]> => {
  const contact = await contactOf(id, ports);
  if (!contact) return [];
  const { version: _, at: since, ...held } = contact;
  return [{ ...held, since }];
};

/** The ids of the letters that an order may have. */
const letterIds = (order: string): string[] => [`receipt:${order}`, `voided:${order}`];

const orderOf = (order: Order, letters: Letters): Export['orders'][number] => ({
  ...orderView(order),
  marketing: order.marketing,
  noticeHash: order.noticeHash,
  policyHash: order.policyHash,
  payments: Object.values(order.attempts).map(({ paypalOrder }) => paypalOrder),
  letters: letterIds(order.id).flatMap((id) => {
    const letter = letters.get(id);
    return letter ? [letter] : [];
  }),
});

/** What was said of mail at the mailboxes of these addresses: each mailbox once, without its hash. */
const preferencesAt = async (emails: readonly string[], ports: ExportPorts): Promise<Export['preferences']> => {
  const hashes = new Set(await Promise.all(emails.map((email) => mailboxHash(email, ports))));
  const found = await Promise.all([...hashes].map((hash) => addressOf(hash, ports)));
  return found.flatMap((address) => {
    if (!address) return [];
    const { topics, history, country, suppressed, removed, undeliverable, paused, invited, cap } = address;
    const { newsletter, offers } = topics;
    return [
      {
        ...(newsletter && { newsletter }),
        ...(offers && { offers }),
        history: history.map(({ topics: about, ...said }) => ({ ...said, topics: about.split(' ') })),
        ...(country !== undefined && { country }),
        ...(suppressed && { suppressed }),
        ...(removed !== undefined && { removed }),
        ...(undeliverable !== undefined && { undeliverable }),
        ...(paused !== undefined && { paused }),
        ...(invited && { invitedAt: invited.at }),
        mailsByMonth: { ...cap },
      },
    ];
  });
};

const onlyOnFirst = async (persons: readonly string[], ports: ExportPorts) => {
  const [known, looks, asked] = await Promise.all([
    Promise.all(persons.map((id) => personOf(id, ports))),
    Promise.all(persons.map((id) => accessesOf(id, ports))),
    Promise.all(persons.map((id) => requestsOf(id, ports))),
  ]);
  const emails = known.flat().map(({ email }) => email);
  return {
    persons: known.flat(),
    preferences: await preferencesAt(emails, ports),
    accesses: looks
      .flat()
      .map(({ at, staff: by, action, fields, reason }) => ({ at, by, action, fields: [...fields], reason })),
    requests: asked
      .flat()
      .map(({ kind, via, state, askedAt, dueAt, answeredAt }) => ({ kind, via, state, askedAt, dueAt, answeredAt })),
  };
};

/**
 * Returns everything that is held on persons who are one: contact data with its sources, the account, orders with their letters, who
 * looked, and what was asked for. A page has 25 orders; `cursor` is the `next` of the page before.
 */
export const exportOf = async (
  {
    persons,
    account,
    cursor,
  }: { persons: readonly string[]; account?: Export['account']; cursor?: string | undefined },
  ports: ExportPorts,
): Promise<Export> => {
  const { orders, next } = await ordersOf(persons, { limit: pageLength, from: positionAt(cursor) }, ports);
  const letters = await readLetters(
    orders.flatMap(({ id }) => letterIds(id)),
    ports,
  );
  const first =
    cursor === undefined
      ? await onlyOnFirst(persons, ports)
      : { persons: [], preferences: [], accesses: [], requests: [] };
  return {
    at: ports.now().toISOString(),
    purposes: [...purposes],
    elsewhere: [...elsewhere],
    ...first,
    ...(cursor === undefined && account && { account }),
    orders: orders.map((order) => orderOf(order, letters)),
    next: next ? cursorOf(next) : null,
  };
};
