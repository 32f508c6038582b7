import type { Write } from '../kit/store/write.ts';
import type { Ports } from '../kit/ports.ts';
import { topics, type Address, type ConsentSource, type Topic } from './domain/address.ts';
import { consentWrite } from './consent.ts';

/** What an account says of news as a whole, on a form that asks: at sign-up, or at the checkout. */
export type Choice = {
  yes: boolean;
  source: ConsentSource;
  text: string;
  person: string;
  country?: string | undefined;
  at: Date;
};

/** Whose mailbox it is, is known already. */
const isTheirs = (address: Address | undefined, person: string): boolean =>
  address?.account === true && address.person === person;

const isYes = (address: Address | undefined, topic: Topic): boolean => {
  const said = address?.topics[topic];
  return said?.state === 'yes' && said.countsFrom === undefined && address?.suppressed === undefined;
};

/**
 * Returns the writes of a choice about all topics, none when all is so already. A box that is left empty is no opt-out: it says no where
 * nobody has said anything, and changes nothing else.
 */
export const choiceWrites = (
  hash: string,
  address: Address | undefined,
  { yes, ...choice }: Choice,
  ports: Pick<Ports, 'table'>,
): Write[] => {
  const open = topics.filter((topic) => (yes ? !isYes(address, topic) : address?.topics[topic] === undefined));
  if (open.length === 0 && isTheirs(address, choice.person)) return [];
  const said = Object.fromEntries(open.map((topic) => [topic, yes ? ('yes' as const) : ('no' as const)]));
  return [consentWrite(hash, { ...choice, topics: said }, ports)];
};
