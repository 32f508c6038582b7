import { DeleteItemCommand, GetItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { refusedByCondition, toItem } from '../../../functions/kit/dynamo.ts';
import { emailOf, newPerson } from '../../../functions/profile/public.ts';
import { consistencyOf } from '../../support/contract-database.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamodb.ts';
import { testPorts, type TestPorts } from '../../support/ports.ts';
import { createContractTables } from '../../support/tables.ts';

let dynamo: TestDynamo;
let ports: TestPorts;
beforeAll(async () => {
  dynamo = await startTestDynamo();
  await createContractTables(dynamo.client, 'test');
  ports = testPorts({ dynamo: dynamo.client });
}, 60_000);
afterAll(() => dynamo.close());

const at = new Date('2026-07-23T14:05:00Z');
const store = async (id: string, email: string) =>
  dynamo.client.send(new TransactWriteItemsCommand({ TransactItems: await newPerson({ id, email, at }, ports) }));
const remove = (table: string, id: string) =>
  dynamo.client.send(new DeleteItemCommand({ TableName: ports.table(table), Key: toItem({ id }) }));
const rowOf = async (table: string, id: string) =>
  (await dynamo.client.send(new GetItemCommand({ TableName: ports.table(table), Key: toItem({ id }) }))).Item;

describe('a person', () => {
  it('has the address that was given, which stands sealed in the table', async () => {
    await store('ann', 'ann@example.com');
    await expect(emailOf('ann', ports)).resolves.toBe('ann@example.com');
    const row = unmarshall((await rowOf('profile.persons', 'ann'))!);
    expect(row).toMatchObject({ id: 'ann', source: 'self', at: at.toISOString() });
    expect(Buffer.from(row['sealed'].email).toString('latin1')).not.toContain('ann@');
    expect(Object.keys(row).sort()).toEqual(['at', 'id', 'sealed', 'source']);
  });

  it('is never overwritten by another one of the same id', async () => {
    await store('twice', 'first@example.com');
    const again = await store('twice', 'second@example.com').catch((error: unknown) => error);
    expect(refusedByCondition(again)).toBe(true);
    await expect(emailOf('twice', ports)).resolves.toBe('first@example.com');
  });

  it('is read consistently, row and key, so that an erasure counts at once', async () => {
    await store('read', 'read@example.com');
    expect(await consistencyOf(dynamo.client, () => emailOf('read', ports))).toEqual([true, true]);
  });

  it.each([['profile.persons'], ['profile.keys']])('has no address once %s holds it no more', async (table) => {
    await store(`gone-${table}`, 'gone@example.com');
    await remove(table, `gone-${table}`);
    await expect(emailOf(`gone-${table}`, ports)).resolves.toBeUndefined();
  });

  it('cannot be read with the row of another person, nor with the key of another', async () => {
    await store('one', 'one@example.com');
    await store('two', 'two@example.com');
    const [one, two] = [(await rowOf('profile.persons', 'one'))!, (await rowOf('profile.keys', 'two'))!];
    const put = (table: string, item: object) =>
      dynamo.client.send(
        new TransactWriteItemsCommand({
          TransactItems: [{ Put: { TableName: ports.table(table), Item: item as never } }],
        }),
      );
    await put('profile.persons', { ...one, id: { S: 'two' } });
    await expect(emailOf('two', ports)).rejects.toThrow('unable to authenticate data');
    await put('profile.keys', { ...two, id: { S: 'one' } });
    await expect(emailOf('one', ports)).rejects.toThrow('unable to authenticate data');
  });

  it('gets a data key of their own under the purpose contact', async () => {
    const asked: string[][] = [];
    const generate = (purpose: string, subject: string) => {
      asked.push([purpose, subject]);
      return ports.keys.generate(purpose, subject);
    };
    await newPerson({ id: 'p1', email: 'p1@example.com', at }, { ...ports, keys: { ...ports.keys, generate } });
    expect(asked).toEqual([['contact', 'p1']]);
  });
});
