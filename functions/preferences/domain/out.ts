import { topics as allTopics, type Address, type SuppressionReason, type Topic } from './address.ts';

/** Returns whether an address refuses already all that an opt-out would refuse, so that another would say nothing new. */
export const isOut = (
  address: Address | undefined,
  { topics, reason }: { topics: 'all' | readonly Topic[]; reason: SuppressionReason },
): boolean => {
  if (!address) return false;
  const said = (topics === 'all' ? allTopics : topics).every((topic) => address.topics[topic]?.state === 'no');
  if (topics !== 'all') return said;
  if (reason === 'removal' && address.removed === undefined) return false;
  if (reason === 'bounce' && address.undeliverable === undefined) return false;
  if (reason === 'erasure' && address.person !== undefined) return false;
  return said && address.suppressed !== undefined;
};
