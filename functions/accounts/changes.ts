import type { Update } from '@aws-sdk/client-dynamodb';
import type { Ports } from '../kit/ports.ts';
import { toItem } from '../kit/store/client.ts';
import { apply, type Write } from '../kit/store/write.ts';
import { seconds } from '../kit/value/time.ts';
import { accountKey, accountsTable, type Account } from './account.ts';
import { sourcesOf, type Status } from './domain/status.ts';

type Named = Pick<Ports, 'table'>;

/** Seconds after which the sweeper goes on where a request broke off. */
const headStart = 60;

/** Returns the write of a change of an account's row. */
export const changeWrite = (id: string, change: Omit<Update, 'TableName' | 'Key'>, { table }: Named): Write => ({
  Update: { TableName: table(accountsTable), Key: accountKey(id), ...change },
});

/** What a change of an account does beside ending its sessions. */
export type Ending = {
  id: string;
  at: Date;
  to?: Exclude<Status, 'unconfirmed'>;
  /** The version that the decision was made by. */
  version?: number;
};

/**
 * Returns the write that ends every session of an account, and moves it to another status where one is named. The sign-out at the
 * user pool, and whatever else differs there, comes after it (`align`); the sweeper sees to it that it does.
 */
export const endingWrite = ({ id, at, to, version }: Ending, ports: Pick<Ports, 'table' | 'sweeping'>): Write => {
  const sources = to === undefined ? [] : sourcesOf(to);
  const status =
    to === undefined ? '#status <> :closed' : `#status IN (${sources.map((_, n) => `:from${n}`).join(', ')})`;
  const set = [
    'validAfter = :second, #open = :yes, checkAt = :check, version = version + :one',
    ...(to === undefined ? [] : ['#status = :to']),
    ...(to === 'suspended' ? ['#before = #status'] : []),
  ];
  return changeWrite(
    id,
    {
      UpdateExpression: `SET ${set.join(', ')}`,
      ConditionExpression: `${status}${version === undefined ? '' : ' AND version = :version'}`,
      ExpressionAttributeNames: {
        '#status': 'status',
        '#open': 'open',
        ...(to === 'suspended' && { '#before': 'before' }),
      },
      ExpressionAttributeValues: toItem({
        ':second': seconds(at),
        ':yes': 'y',
        ':check': seconds(at) + (ports.sweeping ? 0 : headStart),
        ':one': 1,
        ...(to === undefined ? { ':closed': 'closed' } : { ':to': to }),
        ...Object.fromEntries(sources.map((from, n) => [`:from${n}`, from])),
        ':version': version,
      }),
    },
    ports,
  );
};

/** Takes an account off the sweeper's list when the user pool is where this version of the row says; false when it has changed. */
export const closeOpen = async ({ id, version }: Pick<Account, 'id' | 'version'>, ports: Ports): Promise<boolean> => {
  const write = changeWrite(
    id,
    {
      UpdateExpression: 'REMOVE #open, checkAt',
      ConditionExpression: 'version = :version',
      ExpressionAttributeNames: { '#open': 'open' },
      ExpressionAttributeValues: toItem({ ':version': version }),
    },
    ports,
  );
  return (await apply(write, ports)).applied;
};

/** Makes an account due later for the sweeper. */
export const lookLater = async (id: string, ports: Ports): Promise<void> => {
  const write = changeWrite(
    id,
    {
      UpdateExpression: 'SET checkAt = :later',
      ConditionExpression: 'attribute_exists(#open)',
      ExpressionAttributeNames: { '#open': 'open' },
      ExpressionAttributeValues: toItem({ ':later': seconds(ports.now()) + 300 }),
    },
    ports,
  );
  await apply(write, ports);
};

/** Returns the write by which persons join an account; those that have joined keep their time. Undefined when there is none to join. */
export const joinWrite = (
  { id, person, joined }: Pick<Account, 'id' | 'person' | 'joined'>,
  persons: readonly string[],
  at: Date,
  ports: Named,
): Write | undefined => {
  const fresh = persons.filter((each) => each !== person && !Object.hasOwn(joined, each));
  if (fresh.length === 0) return undefined;
  return changeWrite(
    id,
    {
      UpdateExpression: `SET ${fresh.map((_, n) => `joined.#p${n} = if_not_exists(joined.#p${n}, :at)`).join(', ')}`,
      ConditionExpression: 'attribute_exists(id)',
      ExpressionAttributeNames: Object.fromEntries(fresh.map((each, n) => [`#p${n}`, each])),
      ExpressionAttributeValues: toItem({ ':at': seconds(at) }),
    },
    ports,
  );
};

/** Returns the write by which a deactivated account is used again. Its sessions go on: they began after the deactivation. */
export const reactivationWrite = (id: string, { table }: Named): Write =>
  changeWrite(
    id,
    {
      UpdateExpression: 'SET #status = :active, version = version + :one',
      ConditionExpression: '#status = :deactivated',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: toItem({ ':active': 'active', ':deactivated': 'deactivated', ':one': 1 }),
    },
    { table },
  );
