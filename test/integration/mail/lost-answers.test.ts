import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { deliverLetter } from '../../../functions/mail/deliver.ts';
import { longestDelivery } from '../../../functions/mail/domain.ts';
import { sweep } from '../../../functions/mail/sweep.ts';
import { faults, injectFaults, type Plan } from '../../harness/faults.ts';
import { openPostOffice, type PostOffice } from '../../harness/post-office.ts';

let postOffice: PostOffice;
beforeAll(async () => void (postOffice = await openPostOffice()), 60_000);
afterAll(() => postOffice.close());

/** A client whose SDK repeats the update of this number (from 0): the write was done, the answer to it was lost. */
const losingAnswerOf = (update: number): { client: DynamoDBClient; updates: () => number } => {
  const client = new DynamoDBClient({
    endpoint: postOffice.dynamo.endpoint,
    ...postOffice.dynamo.access,
    maxAttempts: 2,
  });
  let updates = 0;
  const plan: Plan = (command, nth) => {
    if (command !== 'UpdateItemCommand') return undefined;
    updates += 1;
    return nth === update ? { after: faults.timedOut() } : undefined;
  };
  injectFaults(client, plan, 'each try');
  return { client, updates: () => updates };
};

/** Lets the outbox refuse its updates from the second on, so that a letter can be claimed and its end not be recorded. */
const refusingRecords = (times: number, refusal: () => Error): (() => void) =>
  injectFaults(postOffice.dynamo.client, (command, nth) =>
    command === 'UpdateItemCommand' && nth > 0 && nth <= times ? { before: refusal() } : undefined,
  );

describe('an outbox that refuses to record what SES did', () => {
  it.each([
    ['throttling', faults.throttled],
    ['a time-out', faults.timedOut],
  ])('by %s is asked again until it does, so that the letter is not sent a second time', async (_, refusal) => {
    const office = await postOffice.office();
    const id = await office.post('ann');
    const restore = refusingRecords(6, refusal);
    const outcome = await deliverLetter(id, office.ports).catch((error: unknown) => error);
    restore();
    office.pass(600);
    const swept = await sweep(office.ports);
    expect({ outcome, swept, calls: office.calls.ses }).toEqual({ outcome: 'sent', swept: {}, calls: 1 });
    await expect(office.row(id)).resolves.toMatchObject({ state: 'sent', attempts: 1, takeovers: 0 });
  });

  it('for longer than a sender may wait is given up within the time of its function, and the letter is taken over', async () => {
    const office = await postOffice.office();
    const id = await office.post('ann');
    const begun = office.ports.now().getTime();
    const restore = refusingRecords(Infinity, faults.throttled);
    await expect(deliverLetter(id, office.ports)).rejects.toThrow('ThrottlingException');
    restore();
    expect(office.ports.now().getTime() - begun).toBeGreaterThan(20_000);
    expect(office.ports.now().getTime() - begun).toBeLessThanOrEqual(longestDelivery);
    office.pass(120);
    await expect(sweep(office.ports)).resolves.toEqual({ sent: 1 });
    expect(office.calls.ses).toBe(2);
  });

  it('by its condition is not asked again: the letter is somebody else’s', async () => {
    const office = await postOffice.office();
    const id = await office.post('ann');
    office.plays(async (take) => {
      const taken = take();
      office.pass(120);
      await sweep(office.ports);
      return taken;
    });
    await expect(deliverLetter(id, office.ports)).resolves.toBe('left');
    expect(office.pauses).toEqual([]);
  });
});

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
    office.pass(120);
    await expect(sweep({ ...office.ports, dynamo: client })).resolves.toEqual({ sent: 1 });
    await expect(office.row(id)).resolves.toMatchObject({ state: 'sent', attempts: 2, takeovers: 1 });
    client.destroy();
  });
});
