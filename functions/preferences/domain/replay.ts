import { topics as allTopics, type Address, type Topic } from './address.ts';

/** What the journal says of a mailbox: a no to all, or to the topics that it names (parted by blanks). */
export type Refusal = { kind: 'opt-out' | 'removal'; at: string; topics?: string | undefined };

/** What has to be written for an entry: topics, and whether the mailbox is suppressed as a whole; nothing where it is so already. */
export type Replay = { topics: Topic[]; suppresses: boolean };

/**
 * Returns what an entry of the journal still has to change at what is stored now. A yes that was said after it stays; a removal
 * is for good.
 */
export const replayOf = (address: Address | undefined, { kind, at, topics }: Refusal): Replay | undefined => {
  const named = allTopics.filter((topic) => topics === undefined || topics.split(' ').includes(topic));
  const saidLater = (topic: Topic) => (address?.topics[topic]?.at ?? '') > at;
  const open = named.filter((topic) => !saidLater(topic) && address?.topics[topic]?.state !== 'no');
  const lifted = allTopics.some((topic) => address?.topics[topic]?.state === 'yes' && saidLater(topic));
  const suppresses = topics === undefined && !lifted && address?.suppressed === undefined;
  const removes = kind === 'removal' && address?.removed === undefined;
  return open.length > 0 || suppresses || removes ? { topics: open, suppresses } : undefined;
};
