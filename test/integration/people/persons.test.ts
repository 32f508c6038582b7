import { DeleteItemCommand, GetItemCommand, PutItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { refusedByCondition, toItem, type Item } from '../../../functions/kit/store/client.ts';
import { seal } from '../../../functions/kit/crypto/seal.ts';
import { emailOf, newPerson } from '../../../functions/people/public.ts';
import { consistencyOf } from '../../harness/contract-database.ts';
import { openTestDatabase, type TestDatabase } from '../../harness/database.ts';
import { testPorts, type TestPorts } from '../../harness/ports.ts';
import { createContractTables } from '../../harness/tables.ts';

let dynamo: TestDatabase;
let ports: TestPorts;
beforeAll(async () => {
  dynamo = await openTestDatabase();
  await createContractTables(dynamo.client, 'test');
  ports = testPorts({ dynamo: dynamo.client });
}, 60_000);
afterAll(() => dynamo.close());

const at = new Date('2026-07-23T14:05:00Z');
const store = async (id: string, email: string) =>
  dynamo.client.send(new TransactWriteItemsCommand({ TransactItems: await newPerson({ id, email, at }, ports) }));
const remove = (table: string, id: string) =>
  dynamo.client.send(new DeleteItemCommand({ TableName: ports.table(table), Key: toItem({ id }) }));
const put = (table: string, Item: Item) =>
  dynamo.client.send(new PutItemCommand({ TableName: ports.table(table), Item }));
const rowOf = async (table: string, id: string) =>
  (await dynamo.client.send(new GetItemCommand({ TableName: ports.table(table), Key: toItem({ id }) }))).Item;

describe('a person', () => {
  it('has the address that was given, which stands sealed in the table', async () => {
    await store('ann', 'ann@example.com');
    await expect(emailOf('ann', ports)).resolves.toBe('ann@example.com');
    const row = unmarshall((await rowOf('people.persons', 'ann'))!);
    const origin = { source: 'self', at: at.toISOString() };
    expect(row).toMatchObject({ id: 'ann', kind: 'guest', version: 1, sources: { email: origin }, at: origin.at });
    expect(Buffer.from(row['sealed'].email).toString('latin1')).not.toContain('ann@');
    expect(Object.keys(row).sort()).toEqual(['at', 'id', 'kind', 'sealed', 'sources', 'version']);
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

  it.each([['people.persons'], ['people.keys']])('has no address once %s holds it no more', async (table) => {
    await store(`gone-${table}`, 'gone@example.com');
    await remove(table, `gone-${table}`);
    await expect(emailOf(`gone-${table}`, ports)).resolves.toBeUndefined();
  });

  it('cannot be read with the row of another person, nor with the key of another', async () => {
    await store('one', 'one@example.com');
    await store('two', 'two@example.com');
    const [one, two] = [(await rowOf('people.persons', 'one'))!, (await rowOf('people.keys', 'two'))!];
    await put('people.persons', { ...one, id: { S: 'two' } });
    await expect(emailOf('two', ports)).rejects.toThrow('unable to authenticate data');
    await put('people.keys', { ...two, id: { S: 'one' } });
    await expect(emailOf('one', ports)).rejects.toThrow('unable to authenticate data');
  });

  // promise: P30
  it('gets a data key of their own, and KMS, which records what it is asked, is told the random id of the key alone', async () => {
    const asked: [purpose: string, subject: string][] = [];
    const keys: typeof ports.keys = {
      generate: (purpose, subject) => (asked.push([purpose, subject]), ports.keys.generate(purpose, subject)),
      open: (purpose, subject, wrapped) => (asked.push([purpose, subject]), ports.keys.open(purpose, subject, wrapped)),
    };
    const known = { ...ports, keys };
    for (const id of ['p1', 'p2']) {
      const TransactItems = await newPerson({ id, email: `${id}@example.com`, at }, known);
      await dynamo.client.send(new TransactWriteItemsCommand({ TransactItems }));
      await expect(emailOf(id, known)).resolves.toBe(`${id}@example.com`);
    }
    const subjects = asked.map(([, subject]) => subject);
    expect(asked.map(([purpose]) => purpose)).toEqual(['contact', 'contact', 'contact', 'contact']);
    expect(subjects[0]).toBe(subjects[1]);
    expect(new Set(subjects).size).toBe(2);
    for (const subject of subjects) expect(subject).toMatch(/^[\w-]{22}$/);
    for (const id of ['p1', 'p2']) {
      const key = unmarshall((await rowOf('people.keys', id))!);
      expect(subjects).toContain(key['keyId']);
      expect(JSON.stringify(await rowOf('people.persons', id))).not.toContain(key['keyId']);
    }
  });

  it('whose key was made when the subject was their own id is read all the same', async () => {
    const { plain, wrapped } = await ports.keys.generate('contact', 'early');
    const place = { table: 'people.persons', item: 'early', field: 'email', purpose: 'contact' };
    const email = seal(plain, ports.random(12), place, 'early@example.com');
    await put('people.persons', toItem({ id: 'early', sealed: { email }, source: 'self', at: at.toISOString() }));
    await put('people.keys', toItem({ id: 'early', wrapped, purpose: 'contact' }));
    await expect(emailOf('early', ports)).resolves.toBe('early@example.com');
  });

  it('has an address that opens at their own place alone, even with the right key', async () => {
    await store('moved', 'moved@example.com');
    for (const table of ['people.persons', 'people.keys'])
      await put(table, { ...(await rowOf(table, 'moved'))!, id: { S: 'elsewhere' } });
    await expect(emailOf('elsewhere', ports)).rejects.toThrow('unable to authenticate data');
  });
});
