import { GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import type { Ports } from '../kit/ports.ts';
import { fromItem, toItem, type Item } from '../kit/store/client.ts';
import { statuses } from './domain/status.ts';

/** The row of an account: who it is of is in `people`; nothing in it tells who that is. */
export const AccountRow = z.object({
  /** The subject of the account's tokens. */
  id: z.string(),
  person: z.string(),
  status: z.enum(statuses),
  /** What a suspended account was before. */
  before: z.optional(z.enum(statuses)),
  /** Epoch seconds: sign-ins that are not after it have ended. */
  validAfter: z.int(),
  /** Sign-ins that were signed out, with the epoch second from which their last access token is void anyway. */
  revoked: z._default(z.record(z.string(), z.int()), {}),
  /** Persons of earlier orders whose address was proven, with the epoch second in which they joined. */
  joined: z._default(z.record(z.string(), z.int()), {}),
  /** The saved payment method. */
  method: z.optional(z.string()),
  /** When its owner last took a saved method away (RFC 3339): what was agreed to before then counts no more. */
  methodRemovedAt: z.optional(z.string()),
  /** The choice about news at sign-up. */
  marketing: z.boolean(),
  /** The sign-up that made it. */
  request: z.string(),
  /** A keyed hash of the browser that this sign-up came from. */
  attempt: z.optional(z.string()),
  /** Grows with every change of its person's contact data or of its status. */
  version: z.int(),
  at: z.string(),
  /** There while the user pool still has to be brought to what the row says, or while the address is unconfirmed. */
  open: z.optional(z.string()),
  checkAt: z.optional(z.int()),
});
export type Account = z.infer<typeof AccountRow>;

type Store = Pick<Ports, 'dynamo' | 'table'>;

/** The table of accounts. */
export const accountsTable = 'accounts.accounts';

/** Returns the key of an account. */
export const accountKey = (id: string): Item => toItem({ id });

/** Reads an account, consistently: what was ended a moment ago has ended. */
export const getAccount = async (id: string, { dynamo, table }: Store): Promise<Account | undefined> => {
  const command = new GetItemCommand({ TableName: table(accountsTable), Key: accountKey(id), ConsistentRead: true });
  return fromItem(AccountRow, (await dynamo.send(command)).Item);
};

/** Returns the account of a person; undefined for a person without one. */
export const accountOf = async (person: string, ports: Store): Promise<Account | undefined> => {
  const { Items = [] } = await ports.dynamo.send(
    new QueryCommand({
      TableName: ports.table(accountsTable),
      IndexName: 'byPerson',
      KeyConditionExpression: 'person = :person',
      ExpressionAttributeValues: toItem({ ':person': person }),
      Limit: 1,
    }),
  );
  const id = Items[0]?.['id']?.S;
  return id === undefined ? undefined : getAccount(id, ports);
};

/** Returns the persons whose things are the account's: its own, and those that joined. */
export const personsOf = ({ person, joined }: Pick<Account, 'person' | 'joined'>): string[] => [
  ...new Set([person, ...Object.keys(joined)]),
];
