import { accounts } from '../../../functions/accounts/contract.ts';
import { privacy } from '../../../functions/privacy/contract.ts';
import { show, type Command, type Given, type Terminal } from '../command.ts';
import { Mistake } from '../mistake.ts';
import { pairsOf, tableOf } from '../table.ts';

const { routes } = privacy;

/** The order or the privacy request because of which somebody looks: without one nobody is shown. */
const reasonOf = ({ values: { reason } }: Given): string => {
  if (reason === undefined) throw new Mistake('Say why: --reason with the id of an order or of a privacy request.');
  return reason;
};

/** Finds a person. The address is asked for, so that it is in no history of commands. */
export const person: Command = {
  words: 'person',
  about: 'find a person by the e-mail address that is asked for then, for an order or a privacy request of theirs',
  takes: ['reason'],
  run: async (given, terminal) => {
    const reason = reasonOf(given);
    const email = await terminal.prompt('E-mail address: ');
    const found = await terminal.ask(routes.searchPerson, { body: { email, reason } });
    const { address } = found;
    const lines = pairsOf({
      person: found.id,
      kind: found.kind,
      'e-mail': found.email,
      name: found.name,
      address: address && [...address.lines, address.postalCode, address.town, address.region].filter(Boolean).join(', '), // prettier-ignore
      telephone: found.telephone,
      country: found.country,
      account: found.account?.status,
    });
    const orders = found.orders.map(({ id, status, placedAt }) => [id, status, placedAt]);
    show(terminal, found, [...lines, '', ...tableOf(['order', 'status', 'placed'], orders)]);
    return true;
  },
};

/** An empty value takes the old one away. */
const changed = (value: string | undefined): string | null | undefined => (value === '' ? null : value);

/** The mailing address that is asked for, line by line, so that it is in no history of commands; null takes the old one away. */
const typedAddress = async ({ prompt }: Terminal) => {
  const lines = (await prompt('Street and number, lines separated by a semicolon (nothing takes the address away): '))
    .split(';')
    .map((line) => line.trim())
    .filter(Boolean);
  if (lines.length === 0) return null;
  const parts = {
    postalCode: await prompt('Postal code: '),
    town: await prompt('Town: '),
    region: await prompt('Region: '),
  };
  const known = Object.entries(parts).flatMap(([name, text]) => (text.trim() === '' ? [] : [[name, text.trim()]]));
  return { lines, town: parts.town.trim(), ...(Object.fromEntries(known) as { postalCode?: string; region?: string }) };
};

/** Corrects what is held on a person. */
export const correct: Command = {
  words: 'correct ID',
  about:
    'correct what is held on a person; an empty value takes the old one away; --address asks for the mailing address',
  takes: ['reason', 'name', 'telephone', 'country', 'address'],
  run: async (given, terminal) => {
    const { words: [id = ''], values } = given; // prettier-ignore
    const { name, telephone, country, address } = values;
    const body = {
      reason: reasonOf(given),
      name: changed(name),
      telephone: changed(telephone),
      country: changed(country),
      ...(address && { address: await typedAddress(terminal) }),
    };
    const answer = await terminal.ask(routes.correctPerson, { path: { id }, body });
    show(terminal, answer, ['It is corrected.']);
    return true;
  },
};

/** Enters that a person wants no news. */
export const optOut: Command = {
  words: 'opt-out ID',
  about: 'enter that a person wants no news',
  takes: ['reason'],
  run: async (given, terminal) => {
    const parts = { path: { id: given.words[0] ?? '' }, body: { reason: reasonOf(given) } };
    show(terminal, await terminal.ask(routes.optOutPerson, parts), ['This person gets no news any more.']);
    return true;
  },
};

/** Suspends the account of a person. */
export const suspend: Command = {
  words: 'suspend ID',
  about: 'suspend the account of a person, and end its sessions',
  takes: ['reason'],
  run: async (given, terminal) => {
    const parts = { path: { id: given.words[0] ?? '' }, body: { reason: reasonOf(given) } };
    show(terminal, await terminal.ask(routes.suspendPerson, parts), ['The account is suspended.']);
    return true;
  },
};

/** Begins the erasure of a person. */
export const erase: Command = {
  words: 'erase ID',
  about: 'begin the erasure of a person',
  takes: ['reason'],
  run: async (given, terminal) => {
    const parts = { path: { id: given.words[0] ?? '' }, body: { reason: reasonOf(given) }, key: terminal.newKey() };
    const answer = await terminal.ask(routes.erasePerson, parts);
    show(terminal, answer, [`The erasure has begun: request ${answer.request}, due ${answer.dueAt}.`]);
    return true;
  },
};

/** Shuts a member of staff out. */
export const revoke: Command = {
  words: 'revoke STAFF-ID',
  about: 'shut a member of staff out at once, by the id that the record of looks has',
  run: async ({ words: [id = ''] }, terminal) => {
    show(terminal, await terminal.ask(accounts.routes.revokeStaff, { path: { id } }), ['They are shut out.']);
    return true;
  },
};

/** Lists the privacy requests that are not done with. */
export const requests: Command = {
  words: 'requests',
  about: 'list the privacy requests that are not done with, the one that is due first before the others',
  run: async (_, terminal) => {
    const answer = await terminal.ask(routes.dueRequests);
    const rows = answer.items.map(({ id, kind, state, dueAt, overdue }) => [
      id,
      kind,
      state,
      `${dueAt}${overdue ? ', overdue' : ''}`,
    ]);
    show(terminal, answer, tableOf(['request', 'kind', 'state', 'due'], rows));
    return true;
  },
};
