import * as z from 'zod/mini';
import { fromItem, toItem, type Item } from '../kit/store/client.ts';
import type { Write } from '../kit/store/write.ts';
import type { Ports } from '../kit/ports.ts';
import {
  consentSources, consentStates, pauseReasons, suppressionReasons, type Address, } from './domain/address.ts'; // prettier-ignore

export type Tables = Pick<Ports, 'table'>;

const State = z.enum(consentStates);
const Source = z.enum(consentSources);

const ConsentRow = z.object({
  state: State,
  at: z.string(),
  source: Source,
  text: z.optional(z.string()),
  countsFrom: z.optional(z.string()),
  via: z.optional(z.string()),
});

const SaidRow = z.object({
  topics: z.string(),
  to: State,
  source: Source,
  text: z.optional(z.string()),
  at: z.string(),
  via: z.optional(z.string()),
});

const AddressRow = z.object({
  id: z.string(),
  version: z.int(),
  person: z.optional(z.string()),
  account: z.optional(z.boolean()),
  country: z.optional(z.string()),
  newsletter: z.optional(ConsentRow),
  offers: z.optional(ConsentRow),
  history: z._default(z.array(SaidRow), []),
  suppressed: z.optional(z.object({ at: z.string(), reason: z.enum(suppressionReasons) })),
  removed: z.optional(z.string()),
  undeliverable: z.optional(z.string()),
  paused: z.optional(z.enum(pauseReasons)),
  invited: z.optional(z.object({ at: z.string(), letter: z.string() })),
  cap: z._default(z.record(z.string(), z.int()), {}),
  lease: z.optional(z.object({ claim: z.string(), letter: z.string(), until: z.number() })),
});

/** Returns an item as the address it is; undefined where there is none. */
export const parsed = (item: Item | undefined): Address | undefined => {
  const row = fromItem(AddressRow, item);
  if (!row) return undefined;
  const { newsletter, offers, ...rest } = row;
  return { ...rest, topics: { newsletter, offers } };
};

/** Returns an address as the item that is stored. */
export const asItem = ({ topics: said, ...rest }: Address): Item => toItem({ ...rest, ...said });

/** A change of one address, by the parts of its expressions; `version` counts up with each that is not `silent`. */
export type Change = {
  set?: readonly string[];
  remove?: readonly string[];
  condition?: string | undefined;
  names?: Record<string, string>;
  values?: Record<string, unknown>;
  silent?: boolean;
};

const table = 'preferences.addresses';

/** Returns where an address is stored. */
export const keyOf = (hash: string, ports: Tables) => ({ TableName: ports.table(table), Key: toItem({ id: hash }) });

const counted = 'version = if_not_exists(version, :zero) + :one';

const expression = (sets: readonly string[], removes: readonly string[]): string =>
  [sets.length > 0 && `SET ${sets.join(', ')}`, removes.length > 0 && `REMOVE ${removes.join(', ')}`]
    .filter((part) => part !== false)
    .join(' ');

/** Returns the write of a change; an address that nobody knew begins with it. */
export const addressUpdate = (
  hash: string,
  { set = [], remove = [], condition, names = {}, values = {}, silent = false }: Change,
  ports: Tables,
): Write => {
  const all = { ...(!silent && { ':zero': 0, ':one': 1 }), ...values };
  return {
    Update: {
      ...keyOf(hash, ports),
      UpdateExpression: expression(silent ? set : [counted, ...set], remove),
      ...(condition !== undefined && { ConditionExpression: condition }),
      ...(Object.keys(names).length > 0 && { ExpressionAttributeNames: names }),
      ...(Object.keys(all).length > 0 && { ExpressionAttributeValues: toItem(all) }),
    },
  };
};
