import { all, any } from '../kit/store/condition.ts';
import type { Retrying } from '../kit/store/retry.ts';
import { apply, type Write } from '../kit/store/write.ts';
import type { Ports } from '../kit/ports.ts';
import { refuse, type Refusal } from '../kit/value/result.ts';
import type { Topic } from './domain/address.ts';
import { graceAfterLease } from './domain/lease.ts';
import { mayReceive, monthOf, monthlyCap, type MailClass, type Refused } from './domain/may-receive.ts';
import { addressUpdate, parsed, type Change, type Tables } from './row.ts';

/** Who wants to write to an address: a token of its own, the letter, its class and topic, until when (epoch milliseconds), and now. */
export type AddressClaim = {
  claim: string;
  letter: string;
  class: Exclude<MailClass, 'transactional'>;
  topic?: Topic | undefined;
  until: number;
  now: Date;
};

/** A claim that was got; `month` is where it was counted. It is given back by `releaseWrite`. */
export type Claimed = { claim: string; month?: string };

/** What came of a letter. `pending`: it was certainly not sent, and is no longer counted. */
export type Release = { outcome: 'sent' | 'unknown' | 'refused' | 'pending' };

const free = any('attribute_not_exists(lease)', 'lease.#until < :dead');
const deliverable = 'attribute_not_exists(undeliverable)';
const notPaused = 'attribute_not_exists(paused)';
const notSuppressed = 'attribute_not_exists(suppressed)';
const agreed = all('#topic.#state = :yes', any('attribute_not_exists(#topic.countsFrom)', '#topic.countsFrom <= :now'));
const underCap = any('attribute_not_exists(cap.#month)', 'cap.#month < :cap');
const notRemoved = 'attribute_not_exists(removed)';
const notInvited = any('attribute_not_exists(invited)', 'invited.letter = :letter');

/** Months before this one whose counts are dropped in passing. */
const monthsDropped = 3;

const monthsBefore = (now: Date): string[] =>
  Array.from({ length: monthsDropped }, (_, back) =>
    monthOf(new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back - 1, 1))),
  );

const marketing = ({ topic = 'newsletter', now }: AddressClaim): Change => {
  const old = monthsBefore(now);
  return {
    condition: all(notSuppressed, agreed, underCap),
    set: ['cap.#month = if_not_exists(cap.#month, :zero) + :one'],
    remove: old.map((_, at) => `cap.#old${at}`),
    names: {
      '#topic': topic,
      '#state': 'state',
      '#month': monthOf(now),
      ...Object.fromEntries(old.map((month, at) => [`#old${at}`, month])),
    },
    values: { ':yes': 'yes', ':now': now.toISOString(), ':cap': monthlyCap },
  };
};

const oneTime = ({ letter, now }: AddressClaim): Change => ({
  condition: all(notSuppressed, notRemoved, notInvited),
  set: ['invited = if_not_exists(invited, :invited)'],
  values: { ':letter': letter, ':invited': { at: now.toISOString(), letter } },
});

/** What the rules of a class come to in the condition; `mayReceive` says the same of an address that was read. */
const byClass = { marketing, 'one-time': oneTime, service: (): Change => ({}) } as const;

const claimWrite = (hash: string, claim: AddressClaim, ports: Tables): Write => {
  const own: Change = byClass[claim.class](claim);
  const lease = { claim: claim.claim, letter: claim.letter, until: claim.until };
  return addressUpdate(
    hash,
    {
      ...own,
      condition: all(deliverable, notPaused, free, ...(own.condition === undefined ? [] : [own.condition])),
      set: ['lease = :lease', ...(own.set ?? [])],
      names: { '#until': 'until', ...own.names },
      values: { ':lease': lease, ':dead': claim.now.getTime() - graceAfterLease, ...own.values },
    },
    ports,
  );
};

/**
 * Claims an address for one letter: one conditional write has every rule in its condition, counts version and cap up, and sets the
 * lease. A claim whose first response was lost is known by its token. Begin to send within two seconds of the start of this call.
 */
export const claimAddress = async (
  hash: string,
  claim: AddressClaim,
  ports: Pick<Ports, 'dynamo' | 'table'> & Retrying,
): Promise<{ claimed: Claimed } | Refusal<Refused | 'leased'>> => {
  const { applied, item } = await apply(claimWrite(hash, claim, ports), ports);
  const address = parsed(item);
  if (applied || address?.lease?.claim === claim.claim)
    return { claimed: { claim: claim.claim, ...(claim.class === 'marketing' && { month: monthOf(claim.now) }) } };
  const may = mayReceive(address, claim);
  return refuse(may === 'yes' ? 'leased' : may);
};

/**
 * Returns the write that releases an address, for the transaction that records what came of the letter. It is refused when the
 * claim is no longer the address's: record the outcome alone then.
 */
export const releaseWrite = (hash: string, { claim, month }: Claimed, { outcome }: Release, ports: Tables): Write => {
  const uncounted = outcome === 'pending' && month !== undefined;
  return addressUpdate(
    hash,
    {
      silent: true,
      condition: 'lease.claim = :claim',
      remove: ['lease'],
      ...(uncounted && { set: ['cap.#month = cap.#month - :one'], names: { '#month': month } }),
      values: { ':claim': claim, ...(uncounted && { ':one': 1 }) },
    },
    ports,
  );
};
