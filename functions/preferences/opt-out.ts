import * as people from '../people/public.ts';
import type { Retrying } from '../kit/store/retry.ts';
import { transact, type Write } from '../kit/store/write.ts';
import type { Ports } from '../kit/ports.ts';
import {
  topics as allTopics, type Address, type Consent, type ConsentSource, type SuppressionReason, type Topic,
} from './domain/address.ts'; // prettier-ignore
import { longestWait } from './domain/lease.ts';
import { isOut } from './domain/out.ts';
import { recordOf } from './consent.ts';
import { addressOf } from './read.ts';
import { addressUpdate, type Change, type Tables } from './row.ts';

/**
 * A no: to topics or to all, which suppresses the address, and why. `via` is the campaign whose link it came by.
 */
export type OptOut = {
  topics: 'all' | readonly Topic[];
  reason: SuppressionReason;
  source: ConsentSource;
  via?: string | undefined;
  at: Date;
};

type Store = Pick<Ports, 'dynamo' | 'table' | 'newId' | 'pause'> & Retrying;

const marks = ({ reason, at }: OptOut): Pick<Required<Change>, 'set' | 'values'> => ({
  set: [
    'suppressed = if_not_exists(suppressed, :suppressed)',
    ...(reason === 'removal' ? ['removed = if_not_exists(removed, :at)'] : []),
    ...(reason === 'bounce' ? ['undeliverable = if_not_exists(undeliverable, :at)'] : []),
  ],
  values: {
    ':suppressed': { at: at.toISOString(), reason },
    ...((reason === 'removal' || reason === 'bounce') && { ':at': at.toISOString() }),
  },
});

const changeOf = (optOut: OptOut): Change => {
  const { topics, reason, source, via, at } = optOut;
  const no: Consent = { state: 'no', at: at.toISOString(), source, via };
  const record = recordOf((topics === 'all' ? allTopics : topics).map((topic) => [topic, no]));
  const own = topics === 'all' ? marks(optOut) : { set: [], values: {} };
  return {
    set: [...record.set, ...own.set],
    values: { ...record.values, ...own.values },
    remove: reason === 'erasure' ? ['person', 'account', 'country', 'paused'] : [],
  };
};

/** Returns the write of a no on the address alone: for a transaction whose own entry in the journal says it, such as an erasure's. */
const refusalWrite = (hash: string, optOut: OptOut, ports: Tables): Write =>
  addressUpdate(hash, changeOf(optOut), ports);

/** Returns the writes of a no with its entry in the journal, for one transaction; `settled` waits for who is sending. */
export const optOutWrites = (hash: string, optOut: OptOut, ports: Pick<Ports, 'table' | 'newId'>): Write[] => {
  const kind = optOut.reason === 'removal' ? 'removal' : 'opt-out';
  const at = optOut.at.toISOString();
  const only = optOut.topics === 'all' ? {} : { topics: optOut.topics.join(' ') };
  return [
    refusalWrite(hash, optOut, ports),
    people.journalWrite({ id: `${kind}:${ports.newId()}`, kind, hash, at, ...only }, ports),
  ];
};

/** Milliseconds between two looks at a lease. */
const betweenLooks = 200;

/**
 * Waits until nobody can be sending to an address by a claim from before this call: until its lease is released, or for as long as a
 * send takes at most. It counts its own waits, so that no clock matters.
 */
export const settled = async (hash: string, ports: Pick<Store, 'dynamo' | 'table' | 'pause'>): Promise<void> => {
  const first = (await addressOf(hash, ports))?.lease;
  for (let waited = 0; first && waited < longestWait; waited += betweenLooks) {
    await ports.pause(betweenLooks);
    if ((await addressOf(hash, ports))?.lease?.claim !== first.claim) return;
  }
};

/**
 * Opts an address out, and returns once no mail that it refuses can begin any more. It is in force from its write, whatever becomes of
 * the caller; what is refused already is not written again.
 */
export const optOut = async (hash: string, no: OptOut, ports: Store): Promise<void> => {
  const address: Address | undefined = await addressOf(hash, ports);
  if (!isOut(address, no)) await transact(optOutWrites(hash, no, ports), ports);
  await settled(hash, ports);
};
