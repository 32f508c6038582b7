import { counts } from '../preferences/domain/may-receive.ts';
import { topics, type Address, type Topic } from '../preferences/domain/address.ts';

/** What somebody wants: a topic that is not named stays as it is. */
export type Wanted = { [T in Topic]?: boolean | undefined };

/** Returns whether a mailbox gets the mails of a topic by what was said: not whether it had its share this month. */
export const gets = (address: Address | undefined, topic: Topic, now: Date): boolean =>
  address !== undefined && !address.suppressed && counts(address.topics[topic], now);

/** Returns the topics that are to be opted out of and those that are to be agreed to; what is so already is in neither. */
export const changesOf = (address: Address | undefined, wanted: Wanted, now: Date): { no: Topic[]; yes: Topic[] } => ({
  no: topics.filter((topic) => wanted[topic] === false && address?.topics[topic]?.state !== 'no'),
  yes: topics.filter((topic) => wanted[topic] === true && !gets(address, topic, now)),
});

/** Returns which topics the form of an unsubscribe is about: all, unless it names some that there are. */
export const topicsOfForm = (named: readonly string[] = []): 'all' | Topic[] => {
  const known = topics.filter((topic) => named.includes(topic));
  return known.length === 0 || named.includes('all') ? 'all' : known;
};

/** Returns the topics of which a yes still has to be confirmed. */
export const unconfirmed = (address: Address | undefined): Topic[] =>
  address?.suppressed ? [] : topics.filter((topic) => address?.topics[topic]?.state === 'unconfirmed');

/** Returns what the link to confirm comes to: something is to be confirmed, it was, or it is over. */
export const confirmState = (address: Address | undefined): 'unconfirmed' | 'confirmed' | 'over' => {
  if (unconfirmed(address).length > 0) return 'unconfirmed';
  const confirmed = topics.some((topic) => address?.topics[topic]?.state === 'yes');
  return confirmed && !address?.suppressed ? 'confirmed' : 'over';
};
