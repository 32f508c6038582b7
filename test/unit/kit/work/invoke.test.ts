import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Context } from 'aws-lambda';
import { onInvoke } from '../../../../functions/kit/work/invoke.ts';
import { localAccess } from '../../../harness/dynamodb.ts';
import { testPorts } from '../../../harness/ports.ts';

const dynamo = new DynamoDBClient(localAccess);
afterAll(() => dynamo.destroy());

const context = { getRemainingTimeInMillis: () => 10_000 } as Context;

describe('an invoked worker', () => {
  it('gets the payload that it was run with', async () => {
    const got: unknown[] = [];
    const handler = onInvoke('shop-enrol', async (payload) => void got.push(payload), testPorts({ dynamo }));
    await handler({ name: 'Ann' }, context);
    expect(got).toEqual([{ name: 'Ann' }]);
  });

  it('fails its run when it throws, so that Lambda tries again, and logs nothing of the payload', async () => {
    const ports = testPorts({ dynamo });
    const handle = (payload: unknown) => Promise.reject(new Error(`no ${JSON.stringify(payload)}`));
    const handler = onInvoke('shop-enrol', handle, ports);
    await expect(handler({ name: 'Ann' }, context)).rejects.toThrow('no ');
    expect(ports.logged).toMatchObject([{ level: 'warn', event: 'payload failed', fields: { worker: 'shop-enrol' } }]);
    expect(JSON.stringify(ports.logged)).not.toContain('Ann');
  });
});
