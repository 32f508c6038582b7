import type { JournalEntry } from '../people/public.ts';
import type { Retrying } from '../kit/store/retry.ts';
import { apply } from '../kit/store/write.ts';
import type { Ports } from '../kit/ports.ts';
import type { Address, Consent, Topic } from './domain/address.ts';
import { replayOf, type Refusal } from './domain/replay.ts';
import { recordOf } from './consent.ts';
import { addressOf } from './read.ts';
import { addressUpdate, type Change } from './row.ts';

/** How often it looks again when the address changed meanwhile. */
const rounds = 5;

const isRefusal = (entry: JournalEntry): entry is JournalEntry & Refusal =>
  entry.kind === 'opt-out' || entry.kind === 'removal';

const changeOf = (address: Address | undefined, entry: Refusal): Change | undefined => {
  const replay = replayOf(address, entry);
  if (!replay) return undefined;
  const { at, kind } = entry;
  const no: Consent = { state: 'no', at, source: 'journal' };
  const record = recordOf(replay.topics.map((topic): [Topic, Consent] => [topic, no]));
  return {
    set: [
      ...record.set,
      ...(replay.suppresses ? ['suppressed = :suppressed'] : []),
      ...(kind === 'removal' ? ['removed = if_not_exists(removed, :at)'] : []),
    ],
    condition: address ? 'version = :version' : 'attribute_not_exists(id)',
    values: {
      ...record.values,
      ...(replay.suppresses && { ':suppressed': { at, reason: kind } }),
      ...(kind === 'removal' && { ':at': at }),
      ...(address && { ':version': address.version }),
    },
  };
};

/**
 * Does again what an entry of the journal says of a mailbox, where a restored table has forgotten it. Returns whether there was
 * anything to do; entries of another kind are no business of this. Safe to repeat, in any order.
 */
export const replayRefusal = async (
  entry: JournalEntry,
  ports: Pick<Ports, 'dynamo' | 'table'> & Retrying,
): Promise<boolean> => {
  if (!isRefusal(entry)) return false;
  for (let round = 0; round < rounds; round += 1) {
    const change = changeOf(await addressOf(entry.hash, ports), entry);
    if (!change) return round > 0;
    if ((await apply(addressUpdate(entry.hash, change, ports), ports)).applied) return true;
  }
  throw new Error('an address changes all the time');
};
