import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { fromItem, toItem } from '../../../functions/kit/store/client.ts';
import { apply } from '../../../functions/kit/store/write.ts';
import { requestWrite, RequestItem, sameBody } from '../../../functions/kit/store/idempotency.ts';
import { contractDatabase } from '../../harness/contract-database.ts';
import { testKeyRing, testPorts } from '../../harness/ports.ts';

const database = contractDatabase();
const days = 24 * 60 * 60 * 1000;
const begun = Date.parse('2026-01-01T00:00:00Z');
const body = { email: 'ann@example.com', marketing: false };

/** Whether the record could be put so many milliseconds later. */
const put = async (id: string, result: string, later: number): Promise<boolean> => {
  const ports = testPorts({ dynamo: database.client(), now: () => new Date(begun + later) });
  return (await apply(requestWrite(id, result, body, testKeyRing, 'checkout.requests', ports), ports)).applied;
};

const kept = async (id: string) => {
  const TableName = testPorts({ dynamo: database.client() }).table('checkout.requests');
  const { Item } = await database.client().send(new GetItemCommand({ TableName, Key: toItem({ id }) }));
  return fromItem(RequestItem, Item);
};

describe('the record of a request', () => {
  it('is put once and counts for thirty days, to the second', async () => {
    expect(await put('one', 'order-1', 0)).toBe(true);
    expect(await put('one', 'order-2', 0)).toBe(false);
    expect(await put('one', 'order-2', 30 * days - 1000)).toBe(false);
    expect((await kept('one'))?.result).toBe('order-1');
    expect(await put('one', 'order-3', 30 * days)).toBe(true);
    expect((await kept('one'))?.result).toBe('order-3');
  });

  it('tells its body from another, in whatever order the fields come', async () => {
    await put('two', 'order-1', 0);
    const record = (await kept('two')) as RequestItem;
    expect(sameBody(testKeyRing, record, { marketing: false, email: 'ann@example.com' })).toBe(true);
    expect(sameBody(testKeyRing, record, { ...body, marketing: true })).toBe(false);
    expect(sameBody(testKeyRing, record, { ...body, savePaymentMethod: true })).toBe(false);
  });
});
