import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { toItem } from '../../../functions/kit/dynamo.ts';
import { markSettled, putEvent, unsettledEvents } from '../../../functions/payments/store.ts';
import { contractDatabase } from '../../support/contract-database.ts';
import { testPorts } from '../../support/ports.ts';

const database = contractDatabase();
const at = (seconds: number) =>
  testPorts({ dynamo: database.client(), now: () => new Date(1_800_000_000_000 + seconds * 1000) });

const row = async (id: string) => {
  const request = { TableName: at(0).table('payments.events'), Key: toItem({ id }) };
  const { Item } = await database.client().send(new GetItemCommand(request));
  return Item && unmarshall(Item);
};

const waiting = async (seconds: number) => {
  const ids: string[] = [];
  for await (const { id } of unsettledEvents(at(seconds))) ids.push(id);
  return ids;
};

describe('an event', () => {
  const event = (id: string) => ({ id, type: 'CHECKOUT.ORDER.APPROVED', paypalOrder: 'P1' });

  it('is stored once: a duplicate changes nothing, also after it was settled', async () => {
    await putEvent(event('WH-1'), at(0));
    const first = await row('WH-1');
    await putEvent({ ...event('WH-1'), paypalOrder: 'P2' }, at(30));
    expect(await row('WH-1')).toEqual(first);
    await markSettled('WH-1', 'done', at(31));
    const settled = await row('WH-1');
    await putEvent(event('WH-1'), at(60));
    expect(await row('WH-1')).toEqual(settled);
  });

  it('waits for the sweeper from a minute on until it is settled', async () => {
    await putEvent(event('WH-2'), at(0));
    expect(await waiting(59)).toEqual([]);
    expect(await waiting(60)).toEqual(['WH-2']);
    await markSettled('WH-2', 'done', at(61));
    expect(await waiting(3600)).toEqual([]);
  });

  it('is settled once: what came of it first stands, and one that has expired does not come back', async () => {
    await putEvent(event('WH-3'), at(0));
    await markSettled('WH-3', 'done', at(1));
    await markSettled('WH-3', 'late', at(2));
    expect(await row('WH-3')).toMatchObject({ outcome: 'done' });
    await markSettled('WH-never', 'done', at(3));
    expect(await row('WH-never')).toBeUndefined();
  });
});
