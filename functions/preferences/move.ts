import type { Write } from '../kit/store/write.ts';
import type { Ports } from '../kit/ports.ts';
import { topics, type Address, type Consent, type Topic } from './domain/address.ts';
import { recordOf } from './consent.ts';
import { addressUpdate } from './row.ts';

/** What is known of a mailbox under its hash. */
type Known = { hash: string; address: Address | undefined };

const asRead = ({ address }: Known) => ({
  condition: address ? 'version = :version' : 'attribute_not_exists(id)',
  values: address ? { ':version': address.version } : {},
});

/** What holds at the new mailbox of what was said at the old: a no of either, else what was said at the old. */
const carried = (from: Address, to: Address | undefined): [Topic, Consent][] =>
  topics.flatMap((topic) => {
    const said = from.topics[topic];
    return said === undefined || to?.topics[topic]?.state === 'no' ? [] : [[topic, said]];
  });

/**
 * Returns the writes by which the mailbox of an account is another from now on: what was said goes along and keeps its time and
 * text, a no of either stays a no, and the old mailbox is nobody's. Refused when either has changed since it was read.
 */
export const moveWrites = (
  { from, to, person, at }: { from: Known; to: Known; person: string; at: Date },
  ports: Pick<Ports, 'table'>,
): Write[] => {
  if (from.hash === to.hash || !from.address) return [];
  const record = recordOf(carried(from.address, to.address));
  const { suppressed, country } = from.address;
  const agreed = topics.filter((topic) => from.address?.topics[topic]?.state !== 'no');
  const arriving = asRead(to);
  const leaving = asRead(from);
  return [
    addressUpdate(
      to.hash,
      {
        set: [
          ...record.set, 'person = :person', 'account = :account',
          ...(suppressed ? ['suppressed = if_not_exists(suppressed, :suppressed)'] : []),
          ...(country === undefined ? [] : ['country = :country']),
        ],
        condition: arriving.condition,
        values: {
          ...record.values, ...arriving.values, ':person': person, ':account': true,
          ...(suppressed && { ':suppressed': { ...suppressed, at: at.toISOString() } }),
          ...(country !== undefined && { ':country': country }),
        },
      },
      ports,
    ),
    addressUpdate(from.hash, { ...leaving, remove: ['person', 'account', ...agreed] }, ports),
  ]; // prettier-ignore
};
