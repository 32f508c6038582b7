import { all } from '../kit/store/condition.ts';
import type { Retrying } from '../kit/store/retry.ts';
import { apply, type Write } from '../kit/store/write.ts';
import type { Ports } from '../kit/ports.ts';
import {
  topics,
  type Address,
  type Consent,
  type ConsentSource,
  type ConsentState,
  type Topic,
} from './domain/address.ts';
import { addressOf } from './read.ts';
import { addressUpdate, parsed, type Change, type Tables } from './row.ts';

/** What somebody says of topics: to which text (its hash), where, and who they are. `countsFrom`: from when on a yes counts. */
export type NewConsent = {
  topics: { [T in Topic]?: ConsentState | undefined };
  source: ConsentSource;
  text: string;
  person: string;
  country?: string | undefined;
  at: Date;
  countsFrom?: Date | undefined;
};

const said = ({ topics: choice, source, text, at, countsFrom }: NewConsent): [Topic, Consent][] =>
  topics.flatMap((topic) => {
    const state = choice[topic];
    if (state === undefined) return [];
    const from = state === 'yes' ? countsFrom?.toISOString() : undefined;
    return [[topic, { state, at: at.toISOString(), source, text, countsFrom: from }]];
  });

/** Returns the entries of the history: one for all topics of which the same was said. */
const remembered = (changes: [Topic, Consent][]) =>
  [...Map.groupBy(changes, ([, { state, source, at }]) => [state, source, at].join(' ')).values()].map((of) => {
    const [, { state: to, source, text, at, via }] = of[0]!;
    return { topics: of.map(([topic]) => topic).join(' '), to, source, text, at, via };
  });

/** Returns the parts of a change that put what was said on record. */
export const recordOf = (changes: [Topic, Consent][]): Pick<Required<Change>, 'set' | 'values'> => ({
  set: [
    ...changes.map(([topic]) => `${topic} = :${topic}`),
    'history = list_append(if_not_exists(history, :none), :said)',
    'cap = if_not_exists(cap, :uncounted)',
  ],
  values: {
    ...Object.fromEntries(changes.map(([topic, consent]) => [`:${topic}`, consent])),
    ':none': [],
    ':said': remembered(changes),
    ':uncounted': {},
  },
});

const whose = ({ person, country }: NewConsent): Pick<Required<Change>, 'set' | 'values'> => ({
  set: ['person = :person', ...(country === undefined ? [] : ['country = :country'])],
  values: { ':person': person, ...(country !== undefined && { ':country': country }) },
});

/**
 * Returns the write of what somebody says who has signed in, or who confirms by a link that went to the address. A yes lifts a
 * suppression for marketing; an account that says something is in use. `version`: refused unless the address is still of that version (0: unknown).
 */
export const consentWrite = (
  hash: string,
  consent: NewConsent,
  ports: Tables,
  { account = true, version }: { account?: boolean; version?: number | undefined } = {},
): Write => {
  const record = recordOf(said(consent));
  const owner = whose(consent);
  const lifts = Object.values(consent.topics).includes('yes');
  return addressUpdate(
    hash,
    {
      set: [...record.set, ...owner.set, ...(account ? ['account = :account'] : [])],
      remove: [...(lifts ? ['suppressed'] : []), ...(account ? ['paused'] : [])],
      condition: version === undefined ? undefined : version > 0 ? 'version = :version' : 'attribute_not_exists(id)',
      values: {
        ...record.values,
        ...owner.values,
        ...(account && { ':account': true }),
        ...(version !== undefined && version > 0 && { ':version': version }),
      },
    },
    ports,
  );
};

const neverSaid = (topic: Topic): string => `attribute_not_exists(${topic})`;

/** Whether it was this very consent that was recorded: an earlier try of the same, whose response was lost. */
const isSame = (address: Address | undefined, { topics: choice, at, source }: NewConsent): boolean =>
  topics.some((topic) => {
    const on = address?.topics[topic];
    return on?.source === source && on.at === at.toISOString() && on.state === choice[topic];
  });

const outcomeOf = ({ topics: choice }: Pick<NewConsent, 'topics'>): 'yes' | 'unconfirmed' =>
  Object.values(choice).includes('unconfirmed') ? 'unconfirmed' : 'yes';

/**
 * Records a guest's yes of the order form, once its receipt was delivered: only where nobody has said anything of the topic, never for
 * the mailbox of an account, never against a suppression. `unconfirmed` where the law of the country asks for a second step: the
 * caller then mails the link to confirm, once. Safe to repeat; `unchanged` says that nothing was to be done.
 */
export const guestConsent = async (
  hash: string,
  consent: Omit<NewConsent, 'source'>,
  ports: Pick<Ports, 'dynamo' | 'table'> & Retrying,
): Promise<'yes' | 'unconfirmed' | 'unchanged'> => {
  const known = await addressOf(hash, ports);
  if (isSame(known, { ...consent, source: 'order-form' })) return outcomeOf(consent);
  const open = topics.filter((topic) => consent.topics[topic] !== undefined && known?.topics[topic] === undefined);
  if (open.length === 0 || known?.account || known?.suppressed || known?.removed) return 'unchanged';
  const choice = Object.fromEntries(open.map((topic) => [topic, consent.topics[topic]]));
  const full: NewConsent = { ...consent, topics: choice, source: 'order-form' };
  const record = recordOf(said(full));
  const owner = whose(full);
  const free = ['account', 'suppressed', 'removed'].map((name) => `attribute_not_exists(${name})`);
  const change = {
    set: [...record.set, ...owner.set],
    condition: all(...free, ...open.map(neverSaid)),
    values: { ...record.values, ...owner.values },
  };
  const { applied, item } = await apply(addressUpdate(hash, change, ports), ports);
  if (!applied && !isSame(parsed(item), full)) return 'unchanged';
  return outcomeOf(full);
};
