import { BatchGetItemCommand, UpdateItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { pinsOf } from '../../../functions/pins/public.ts';
import { toItem } from '../../../functions/kit/store/client.ts';
import { openTestDatabase, type TestDatabase } from '../../harness/database.ts';
import { holdFor, newSku, pinRows, stock } from '../../builders/pool.ts';
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

/** An order that holds all PINs of some cards; returns them as they were loaded. */
const heldOrder = async (cards: number, each: number) => {
  const skus = Array.from({ length: cards }, newSku).sort();
  const loaded = [];
  for (const sku of skus) loaded.push(...(await stock(sku, each, ports)).map((pin) => ({ sku, pin })));
  const order = `order-${skus[0]}`;
  const lines = skus.map((sku) => ({ sku, quantity: each }));
  expect(await holdFor(order, lines, ports)).toBe('claimed');
  return { order, loaded, skus };
};

type Batch = { input: BatchGetItemCommand['input'] };

/** A client that leaves all keys but the first unprocessed so many times, as a throttled service may. */
const reluctant = (times: number): DynamoDBClient => {
  let left = times;
  const send = async (command: Batch) => {
    const [entry] = Object.entries(command.input.RequestItems ?? {});
    if (!entry || left === 0) return dynamo.client.send(command as BatchGetItemCommand);
    left -= 1;
    const [table, request] = entry;
    const [first, ...others] = request.Keys ?? [];
    const one = { RequestItems: { [table]: { ...request, Keys: first ? [first] : [] } } };
    const answer = await dynamo.client.send(new BatchGetItemCommand(one));
    return { ...answer, UnprocessedKeys: { [table]: { ...request, Keys: others } } };
  };
  return { send } as unknown as DynamoDBClient;
};

describe('the PINs of an order', () => {
  it('are those it holds, and come in the same order every time', async () => {
    const { order, loaded } = await heldOrder(2, 3);
    const pins = await pinsOf(order, ports);
    expect(pins).toHaveLength(6);
    expect(pins).toEqual(expect.arrayContaining(loaded));
    expect(await pinsOf(order, ports)).toEqual(pins);
  });

  it('are none for an order that holds nothing', async () => {
    expect(await pinsOf('nobody', ports)).toEqual([]);
  });

  it('are all there for the largest order, and the key of each batch is opened once', async () => {
    const { order, loaded } = await heldOrder(10, 9);
    const opened: string[] = [];
    const open: typeof ports.keys.open = (purpose, batch, wrapped) => {
      opened.push(`${purpose} ${batch}`);
      return ports.keys.open(purpose, batch, wrapped);
    };
    const pins = await pinsOf(order, { ...ports, keys: { ...ports.keys, open } });
    expect(new Set(pins.map(({ sku, pin }) => `${sku} ${pin}`)).size).toBe(90);
    expect(pins).toEqual(expect.arrayContaining(loaded));
    expect(opened).toHaveLength(10);
    expect(new Set(opened).size).toBe(10);
  });

  it('are complete when the store leaves keys unprocessed, and not shown in part when it goes on doing so', async () => {
    const { order, loaded } = await heldOrder(1, 9);
    expect(await pinsOf(order, { ...ports, dynamo: reluctant(2) })).toEqual(expect.arrayContaining(loaded));
    await expect(pinsOf(order, { ...ports, dynamo: reluctant(99) })).rejects.toMatchObject({ name: 'Unavailable' });
  });

  it('are not shown when a PIN belongs to somebody else', async () => {
    const { order, skus } = await heldOrder(1, 2);
    const [sku] = skus as [string];
    const [row] = await pinRows(sku, ports);
    await dynamo.client.send(
      new UpdateItemCommand({
        TableName: ports.table('pins.pins'),
        Key: toItem({ sku, id: row?.id }),
        UpdateExpression: 'SET heldBy = :other',
        ExpressionAttributeValues: toItem({ ':other': 'somebody-else' }),
      }),
    );
    await expect(pinsOf(order, ports)).rejects.toThrow('not where its hold says');
  });

  it('do not open in another row than their own', async () => {
    const { order, skus } = await heldOrder(1, 2);
    const [sku] = skus as [string];
    const [one, other] = (await pinRows(sku, ports)) as unknown as { id: string; sealed: Uint8Array }[];
    await dynamo.client.send(
      new UpdateItemCommand({
        TableName: ports.table('pins.pins'),
        Key: toItem({ sku, id: one?.id }),
        UpdateExpression: 'SET sealed = :other',
        ExpressionAttributeValues: toItem({ ':other': other?.sealed }),
      }),
    );
    await expect(pinsOf(order, ports)).rejects.toThrow();
  });
});
