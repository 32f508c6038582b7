import type { Context } from 'aws-lambda';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { onSchedule } from '../../../../functions/kit/work/schedule.ts';
import { work } from '../../../../functions/kit/work/stream.ts';
import { localAccess } from '../../../harness/dynamodb.ts';
import { httpEvent } from '../../../harness/http.ts';
import { notesApi } from '../../../builders/made-up-context.ts';
import { testPorts } from '../../../harness/ports.ts';

/** Lambda says that no time is left, and has not ended the environment yet. */
const atTheEnd = { awsRequestId: 'request-1', getRemainingTimeInMillis: () => 0 } as Context;
const ports = testPorts({ dynamo: new DynamoDBClient(localAccess) });
const slowly = () => new Promise<void>((resolve) => setTimeout(resolve, 50));
const run = (handler: unknown, event: object): Promise<unknown> =>
  (handler as (event: object, context: Context) => Promise<unknown>)(event, atTheEnd);

describe('a function whose time runs out', () => {
  it('is not given up by itself while its code goes on: a worker of a stream', async () => {
    const records = { Records: [{ dynamodb: { SequenceNumber: '1', NewImage: { id: { S: 'a' } } } }] };
    await expect(run(work('mail-deliver', slowly, ports), records)).resolves.toEqual({ batchItemFailures: [] });
  });

  it('nor a worker of a schedule', async () => {
    const sweep = onSchedule('mail-sweep', () => slowly().then(() => ({ sent: 1 })), ports);
    await run(sweep, {});
    expect(ports.logged).toMatchObject([{ event: 'swept', fields: { outcome: 'sent', count: 1 } }]);
  });

  it('but an API function says 503: its caller waits, and has waited long enough', async () => {
    const { handler } = notesApi({ list: () => new Promise(() => undefined) });
    await expect(run(handler, httpEvent('GET /notes'))).resolves.toMatchObject({ statusCode: 503 });
  });
});
