import { GetItemCommand, paginateQuery } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import type { KeyWrapper } from '../../kit/crypto/data-keys.ts';
import type { Secrets } from '../../kit/crypto/secrets.ts';
import type { Ports } from '../../kit/ports.ts';
import { fromItem, toItem } from '../../kit/store/client.ts';
import { due } from '../../kit/store/due.ts';
import { apply, type Write } from '../../kit/store/write.ts';
import { seconds } from '../../kit/value/time.ts';
import type { AskPayPal } from '../../paypal/public.ts';
import { openFor } from '../../people/public.ts';

/** What saving, using and removing a payment method takes. */
export type MethodPorts = Ports & { keys: KeyWrapper; secrets: Secrets; paypal: AskPayPal };

/** A saved payment method: PayPal's reference, sealed under the person's key, and the consent to it. */
export const MethodRow = z.object({
  /** The keyed hash of the reference: PayPal's events lead to it, and nothing leads back. */
  id: z.string(),
  account: z.string(),
  person: z.string(),
  sealed: z.string(),
  /** The order that was paid when it was saved. */
  order: z.string(),
  consent: z.object({ text: z.string(), at: z.string(), source: z.literal('order-form') }),
  /** One that is being removed pays nothing any more; its row goes when PayPal has confirmed. */
  state: z.enum(['saved', 'removing']),
  at: z.string(),
});
export type Method = z.infer<typeof MethodRow>;

const tableOf = ({ table }: Pick<Ports, 'table'>): string => table('accounts.methods');

/** What the reference is sealed as. */
export const sealedAs = 'accounts.method';

/** Returns the reference of a saved method; undefined when its person is erased. */
export const referenceIn = ({ person, sealed }: Method, ports: MethodPorts): Promise<string | undefined> =>
  openFor(person, sealedAs, sealed, ports);

/** Reads a saved method, consistently: one that was removed a moment ago pays nothing. */
export const getMethod = async (id: string, ports: Pick<Ports, 'dynamo' | 'table'>): Promise<Method | undefined> => {
  const command = new GetItemCommand({ TableName: tableOf(ports), Key: toItem({ id }), ConsistentRead: true });
  return fromItem(MethodRow, (await ports.dynamo.send(command)).Item);
};

/** Returns the ids of a person's methods; one of this moment may be missing. */
export const methodsAt = async (person: string, ports: Pick<Ports, 'dynamo' | 'table'>): Promise<string[]> => {
  const query = {
    TableName: tableOf(ports),
    IndexName: 'byPerson',
    KeyConditionExpression: 'person = :person',
    ExpressionAttributeValues: toItem({ ':person': person }),
  };
  const ids: string[] = [];
  for await (const { Items = [] } of paginateQuery({ client: ports.dynamo }, query))
    ids.push(...Items.map((item) => unmarshall(item)['id'] as string));
  return ids;
};

/** Returns the row of a new method, to be put once. */
export const methodPut = (method: Method, ports: Pick<Ports, 'table'>): Write => ({
  Put: { TableName: tableOf(ports), Item: toItem(method), ConditionExpression: 'attribute_not_exists(id)' },
});

/** Returns the write by which a method pays nothing any more; from `checkAt` on (epoch seconds) a sweeper sees to its removal. */
export const leavingWrite = (id: string, checkAt: number, ports: Pick<Ports, 'table'>): Write => ({
  Update: {
    TableName: tableOf(ports),
    Key: toItem({ id }),
    UpdateExpression: 'SET #state = :removing, #open = :yes, checkAt = :at',
    ConditionExpression: 'attribute_exists(id)',
    ExpressionAttributeNames: { '#state': 'state', '#open': 'open' },
    ExpressionAttributeValues: toItem({ ':removing': 'removing', ':yes': 'y', ':at': checkAt }),
  },
});

/** Returns the deletion of a method's row. */
export const methodDeletion = (id: string, ports: Pick<Ports, 'table'>): Write => ({
  Delete: { TableName: tableOf(ports), Key: toItem({ id }) },
});

/** Reads the ids of methods whose removal is due for the sweeper. */
export async function* dueMethods(ports: Pick<Ports, 'dynamo' | 'table' | 'now'>): AsyncGenerator<string> {
  const open = { table: 'accounts.methods', index: 'open', key: 'open', partition: 'y' };
  for await (const item of due(open, ports)) yield unmarshall(item)['id'] as string;
}

/** Makes the removal of a method due later for the sweeper, which PayPal did not confirm now. */
export const removeLater = async (id: string, ports: Ports): Promise<void> => {
  await apply(leavingWrite(id, seconds(ports.now()) + 300, ports), ports);
};
