import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { toItem } from '../../../functions/kit/store/client.ts';
import {
  isStored,
  keepUnsettled,
  markSettled,
  putEvent,
  retryEvent,
  unsettledEvents,
} from '../../../functions/payments/store.ts';
import { contractDatabase, requestsOf } from '../../harness/contract-database.ts';
import { delivery } from '../../builders/deliveries.ts';
import { faults, injectFaults, type Plan } from '../../harness/faults.ts';
import { testPorts } from '../../harness/ports.ts';

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

afterEach(async () => {
  for await (const { id } of unsettledEvents(at(86_400))) await markSettled(id, 'done', at(86_400));
});

describe('an event', () => {
  it('is stored once: a duplicate changes nothing, also after it was settled', async () => {
    expect(await putEvent(delivery('D-1'), at(0))).toBe('stored');
    const first = await row('D-1');
    expect(await putEvent(delivery('D-1'), at(30))).toBe('duplicate');
    expect(await row('D-1')).toEqual(first);
    await markSettled('D-1', 'done', at(31));
    const settled = await row('D-1');
    expect(await putEvent(delivery('D-1'), at(60))).toBe('duplicate');
    expect(await row('D-1')).toEqual(settled);
  });

  it('costs one conditional write, and a duplicate the same one, refused', async () => {
    const twice = async () => {
      await putEvent(delivery('D-once'), at(0));
      await putEvent(delivery('D-once'), at(1));
    };
    expect(await requestsOf(database.client(), twice)).toEqual(['PutItemCommand', 'PutItemCommand']);
  });

  it('expires 45 days after it came', async () => {
    await putEvent(delivery('D-kept'), at(0));
    expect(await row('D-kept')).toMatchObject({ expiresAt: 1_800_000_000 + 45 * 86_400 });
  });

  it('waits for the sweeper from a minute on until it is settled', async () => {
    await putEvent(delivery('D-2'), at(0));
    expect(await waiting(59)).toEqual([]);
    expect(await waiting(60)).toEqual(['D-2']);
    await markSettled('D-2', 'done', at(61));
    expect(await waiting(3600)).toEqual([]);
  });

  it('is settled once: what came of it first stays, and one that has expired does not come back', async () => {
    await putEvent(delivery('D-3'), at(0));
    await markSettled('D-3', 'done', at(1));
    await markSettled('D-3', 'late', at(2));
    expect(await row('D-3')).toMatchObject({ outcome: 'done' });
    await markSettled('D-never', 'done', at(3));
    expect(await row('D-never')).toBeUndefined();
  });

  it('says to the sweeper all that settling needs, and how often it was tried', async () => {
    const ids = { paypalOrder: 'P1', capture: 'CAP1', customId: 'AbCdEfGhIjKlMnOpQrStUv' };
    await putEvent(delivery('D-4', ids), at(0));
    const hints = [];
    for await (const hint of unsettledEvents(at(60))) hints.push(hint);
    expect(hints).toEqual([{ id: 'D-4', type: 'CHECKOUT.ORDER.APPROVED', ...ids, tries: 0 }]);
  });

  it('that is put off comes back at the time set, and not before', async () => {
    await putEvent(delivery('D-5'), at(0));
    await retryEvent('D-5', 1, at(120).now(), at(60));
    expect(await waiting(119)).toEqual([]);
    expect(await waiting(120)).toEqual(['D-5']);
    expect(await row('D-5')).toMatchObject({ tries: 1 });
  });

  it('that was settled meanwhile is not put off', async () => {
    await putEvent(delivery('D-6'), at(0));
    await markSettled('D-6', 'done', at(1));
    const settled = await row('D-6');
    await retryEvent('D-6', 1, at(2).now(), at(2));
    expect(await row('D-6')).toEqual(settled);
  });

  it('that is left to its order is met by no sweep, until settling it breaks off', async () => {
    await putEvent(delivery('D-10'), at(0), 'with-its-order');
    expect(await waiting(3600)).toEqual([]);
    await keepUnsettled('D-10', at(5));
    expect([await waiting(64), await waiting(65)]).toEqual([[], ['D-10']]);
    await keepUnsettled('D-10', at(500));
    expect(await waiting(65)).toEqual(['D-10']);
    await markSettled('D-10', 'done', at(66));
    await keepUnsettled('D-10', at(67));
    expect(await waiting(3600)).toEqual([]);
  });

  it('that says nothing new is settled as it is stored, and still known by its body', async () => {
    await putEvent(delivery('D-11'), at(0), 'nothing-new');
    expect(await row('D-11')).toMatchObject({ outcome: 'done', settledAt: at(0).now().toISOString() });
    expect(await waiting(3600)).toEqual([]);
    expect(await putEvent(delivery('D-11'), at(1))).toBe('duplicate');
    expect(await putEvent(delivery('D-11', { body: 'another' }), at(2))).toBe('forged');
    expect(await row('D-11')).toMatchObject({ outcome: 'done', forgedAt: at(2).now().toISOString() });
  });

  it('whose write the SDK repeated, because the answer was lost, is no forgery', async () => {
    const lostOnce: Plan = (_command, nth) => (nth === 0 ? { after: faults.timedOut() } : undefined);
    const stop = injectFaults(database.client(), lostOnce, 'each try');
    expect(await putEvent(delivery('D-7'), at(0)).finally(stop)).toBe('duplicate');
  });

  it('is known by the id of its delivery', async () => {
    await putEvent(delivery('D-8'), at(0));
    expect([await isStored('D-8', at(1)), await isStored('D-9', at(1))]).toEqual([true, false]);
  });
});

describe('a signature over a second body', () => {
  const forged = (id: string) => delivery(id, { body: 'another', paypalOrder: 'P2' });

  it('takes the trust from the first: it is settled no more and keeps nothing of the second', async () => {
    await putEvent(delivery('F-1', { paypalOrder: 'P1' }), at(0));
    expect(await putEvent(forged('F-1'), at(1))).toBe('forged');
    expect(await waiting(3600)).toEqual([]);
    expect(await row('F-1')).toMatchObject({ outcome: 'forged', paypalOrder: 'P1', body: 'body-of-F-1' });
  });

  it('writes nothing when it comes again', async () => {
    await putEvent(delivery('F-2'), at(0));
    await putEvent(forged('F-2'), at(1));
    const marked = await row('F-2');
    const again = () => putEvent(forged('F-2'), at(2));
    expect(await requestsOf(database.client(), again)).toEqual(['PutItemCommand']);
    expect(await again()).toBe('forged');
    expect(await row('F-2')).toEqual(marked);
  });

  it('is refused each time when twenty come at once', async () => {
    await putEvent(delivery('F-3'), at(0));
    const all = await Promise.all(Array.from({ length: 20 }, () => putEvent(forged('F-3'), at(1))));
    expect(new Set(all)).toEqual(new Set(['forged']));
    expect(await row('F-3')).toMatchObject({ outcome: 'forged' });
  });

  it('changes nothing of what came of the first before', async () => {
    await putEvent(delivery('F-4'), at(0));
    await markSettled('F-4', 'done', at(1));
    await putEvent(forged('F-4'), at(2));
    expect(await row('F-4')).toMatchObject({ outcome: 'done', forgedAt: expect.any(String) as string });
  });

  it('stays marked when a settling that was under way ends after it, or wants to try again', async () => {
    await putEvent(delivery('F-5'), at(0));
    await putEvent(forged('F-5'), at(1));
    await retryEvent('F-5', 1, at(60).now(), at(2));
    await markSettled('F-5', 'done', at(3));
    expect(await row('F-5')).toMatchObject({ outcome: 'forged', tries: 0 });
    expect(await waiting(3600)).toEqual([]);
  });
});
