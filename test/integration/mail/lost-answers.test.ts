import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { deliverLetter } from '../../../functions/mail/deliver.ts';
import { sweep } from '../../../functions/mail/sweep.ts';
import { localAccess } from '../../support/dynamodb.ts';
import { faults, injectFaults, type Plan } from '../../support/faults.ts';
import { openPostOffice, type PostOffice } from '../../support/post-office.ts';

let postOffice: PostOffice;
beforeAll(async () => void (postOffice = await openPostOffice()), 60_000);
afterAll(() => postOffice.close());

/** A client whose SDK repeats the update of this number (from 0): the write was done, the answer to it was lost. */
const losingAnswerOf = (update: number): { client: DynamoDBClient; updates: () => number } => {
  const client = new DynamoDBClient({ endpoint: postOffice.dynamo.endpoint, ...localAccess, maxAttempts: 2 });
  let updates = 0;
  const plan: Plan = (command, nth) => {
    if (command !== 'UpdateItemCommand') return undefined;
    updates += 1;
    return nth === update ? { after: faults.timedOut() } : undefined;
  };
  injectFaults(client, plan, 'each try');
  return { client, updates: () => updates };
};

describe('an answer of the outbox that is lost', () => {
  it.each([
    ['claim', 0],
    ['record', 1],
  ])('costs nothing when the SDK repeats the %s', async (_, nth) => {
    const { client, updates } = losingAnswerOf(nth);
    const office = await postOffice.office();
    const id = await office.post('ann');
    await expect(deliverLetter(id, { ...office.ports, dynamo: client })).resolves.toBe('sent');
    expect(updates()).toBe(3);
    expect(office.calls.ses).toBe(1);
    await expect(office.row(id)).resolves.toMatchObject({ state: 'sent', attempts: 1, takeovers: 0 });
    client.destroy();
  });

  it('costs nothing either when a take-over is repeated', async () => {
    const { client } = losingAnswerOf(1);
    const office = await postOffice.office();
    const id = await office.post('ann');
    const restore = injectFaults(postOffice.dynamo.client, (command, nth) =>
      command === 'UpdateItemCommand' && nth === 1 ? { before: faults.killed() } : undefined,
    );
    await expect(deliverLetter(id, office.ports)).rejects.toThrow('ProcessKilled');
    restore();
    office.pass(65);
    await expect(sweep({ ...office.ports, dynamo: client })).resolves.toEqual({ sent: 1 });
    await expect(office.row(id)).resolves.toMatchObject({ state: 'sent', attempts: 2, takeovers: 1 });
    client.destroy();
  });
});
