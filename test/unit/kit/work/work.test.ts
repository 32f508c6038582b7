import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { AttributeValue, Context, DynamoDBRecord } from 'aws-lambda';
import { onSchedule } from '../../../../functions/kit/work/schedule.ts';
import { work, type RecordHandler } from '../../../../functions/kit/work/stream.ts';
import { localAccess } from '../../../harness/dynamodb.ts';
import { testPorts, type TestPorts } from '../../../harness/ports.ts';

const lambda = { awsRequestId: 'request-1', getRemainingTimeInMillis: () => 10_000 } as Context;
const ports = (): TestPorts => testPorts({ dynamo: new DynamoDBClient(localAccess) });
const record = (number: string, image: Record<string, AttributeValue> | undefined): DynamoDBRecord => ({
  eventName: 'INSERT',
  dynamodb: { SequenceNumber: number, ...(image && { NewImage: image }) },
});
const deliver = (records: DynamoDBRecord[], handle: RecordHandler<TestPorts>, given = ports()) =>
  (work('payments-settle', handle, given) as unknown as (event: object, context: Context) => Promise<unknown>)(
    { Records: records },
    lambda,
  );
const items = (...names: string[]) => names.map((id) => record(`n-${id}`, { id: { S: id } }));

describe('a stream worker', () => {
  it('gets the new image of every record as a plain item', async () => {
    const seen: unknown[] = [];
    const image = { id: { S: 'a' }, count: { N: '3' }, lines: { M: { x: { L: [{ BOOL: true }] } } } };
    const answer = await deliver([record('1', image)], async (item) => void seen.push(item));
    expect(seen).toEqual([{ id: 'a', count: 3, lines: { x: [true] } }]);
    expect(answer).toEqual({ batchItemFailures: [] });
  });

  it('reports the records that failed, and those alone', async () => {
    const handle = async ({ id }: Record<string, unknown>) => {
      if (id === 'b' || id === 'd') throw new Error(`no ${id}`);
    };
    expect(await deliver(items('a', 'b', 'c', 'd'), handle)).toEqual({
      batchItemFailures: [{ itemIdentifier: 'n-b' }, { itemIdentifier: 'n-d' }],
    });
  });

  it('finishes the other records of a batch, also when one throws at once', async () => {
    const done: unknown[] = [];
    await deliver(items('a', 'b', 'c'), ({ id }) => {
      if (id === 'a') throw new Error('at once');
      return new Promise((resolve) => setTimeout(() => resolve(void done.push(id)), 5));
    });
    expect(done.sort()).toEqual(['b', 'c']);
  });

  it('reports a record that cannot be read, instead of stumbling over the batch', async () => {
    const poison = record('poison', { id: { WHAT: 'x' } as unknown as AttributeValue });
    const seen: unknown[] = [];
    const answer = await deliver([poison, ...items('a')], async ({ id }) => void seen.push(id));
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'poison' }] });
    expect(seen).toEqual(['a']);
  });

  it('passes over a record without a new image', async () => {
    const never = async () => Promise.reject(new Error('called'));
    expect(await deliver([record('1', undefined)], never)).toEqual({ batchItemFailures: [] });
  });

  it('has the whole batch delivered again when a failed record has no number', async () => {
    const { SequenceNumber: _, ...numberless } = record('1', { id: { S: 'a' } }).dynamodb ?? {};
    const answer = await deliver([{ dynamodb: numberless }], async () => Promise.reject(new Error('no')));
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '' }] });
  });

  it('logs a failure by worker and class, and nothing of the item or the message', async () => {
    const given = ports();
    const records = [record('1', { email: { S: 'canary@example.com' } })];
    await deliver(records, async ({ email }) => Promise.reject(new RangeError(String(email))), given);
    expect(given.logged).toMatchObject([
      { level: 'warn', event: 'record failed', fields: { worker: 'payments-settle', error: 'RangeError' } },
    ]);
    expect(JSON.stringify(given.logged)).not.toContain('canary');
  });
});

describe('a scheduled worker', () => {
  const run = (sweep: () => Promise<Record<string, number>>, given = ports()) =>
    (onSchedule('mail-sweep', sweep, given) as unknown as (event: object, context: Context) => Promise<unknown>)(
      {},
      lambda,
    );

  it('logs how many came to which outcome, and returns it', async () => {
    const given = ports();
    expect(await run(async () => ({ sent: 3, unknown: 0 }), given)).toEqual({ sent: 3, unknown: 0 });
    expect(given.logged.map(({ fields }) => fields)).toEqual([
      { worker: 'mail-sweep', outcome: 'sent', count: 3 },
      { worker: 'mail-sweep', outcome: 'unknown', count: 0 },
    ]);
  });

  it('fails when it left items undone, so that it is counted, and calls nobody for what is tried again: it warns', async () => {
    const given = ports();
    await expect(run(async () => ({ sent: 1, failed: 2 }), given)).rejects.toThrow();
    expect(given.logged.map(({ level, event, fields }) => [level, event, fields.count])).toEqual([
      ['info', 'swept', 1],
      ['info', 'swept', 2],
      ['warn', 'sweep left some', 2],
    ]);
  });

  it('fails when its run fails, so that it is counted, and logs no message', async () => {
    const given = ports();
    await expect(run(async () => Promise.reject(new Error('CANARY')), given)).rejects.toThrow();
    expect(given.logged).toMatchObject([{ level: 'error', event: 'sweep failed', fields: { error: 'Error' } }]);
    expect(JSON.stringify(given.logged)).not.toContain('CANARY');
  });
});
