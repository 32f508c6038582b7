import type { Ports } from '../kit/ports.ts';
import { toItem } from '../kit/store/client.ts';
import type { Write } from '../kit/store/write.ts';
import { daySeconds, seconds } from '../kit/value/time.ts';
import { accountKey, accountsTable, type Account } from './account.ts';

type Named = Pick<Ports, 'table'>;

/** Seconds that an unconfirmed account is kept. */
export const unconfirmedFor = daySeconds;

/** Returns the row of a new account, whose address is not confirmed yet; it is looked at when the time for that is over. */
export const accountWrite = (
  { at, ...account }: Pick<Account, 'id' | 'person' | 'marketing' | 'request'> & { attempt: string; at: Date },
  { table }: Named,
): Write => ({
  Put: {
    TableName: table(accountsTable),
    Item: toItem({
      ...account,
      status: 'unconfirmed',
      validAfter: 0,
      revoked: {},
      joined: {},
      version: 1,
      at: at.toISOString(),
      open: 'y',
      checkAt: seconds(at) + unconfirmedFor,
    }),
    ConditionExpression: 'attribute_not_exists(id)',
  },
});

/** Returns the deletion of the row of an account that was never confirmed; refused when it was meanwhile. */
export const dropWrite = (id: string, { table }: Named): Write => ({
  Delete: {
    TableName: table(accountsTable),
    Key: accountKey(id),
    ConditionExpression: 'attribute_not_exists(id) OR #status = :unconfirmed',
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: toItem({ ':unconfirmed': 'unconfirmed' }),
  },
});
