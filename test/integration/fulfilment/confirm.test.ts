import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { toItem } from '../../../functions/kit/store/client.ts';
import { confirm } from '../../../functions/fulfilment/workers.ts';
import { fulfilledOrders } from '../../builders/fulfilled.ts';
import { contractDatabase } from '../../harness/contract-database.ts';

const database = contractDatabase();
const { fulfilled } = fulfilledOrders(database.client);
type Fulfilled = Awaited<ReturnType<typeof fulfilled>>;
type End = { state: string; fate?: string };

const revealedOrder = async () => {
  const one = await fulfilled();
  await one.reveal();
  return one;
};

const failed = ({ state, fate }: End): boolean => fate === 'bounced' || (state === 'unknown' && fate === undefined);

/** A confirmation ends, and the worker that its stream starts is run twice. */
const ends = async ({ ports, letters }: Fulfilled, name: string, end: End): Promise<void> => {
  await database.client().send(
    new UpdateItemCommand({
      TableName: ports.table('mail.outbox'),
      Key: toItem({ id: name }),
      UpdateExpression: end.fate ? 'SET #state = :state, fate = :fate' : 'SET #state = :state',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: toItem({ ':state': end.state, ':fate': end.fate }),
    }),
  );
  const letter = (await letters()).find((each) => each['id'] === name) ?? {};
  if (failed(end)) for (let n = 0; n < 2; n += 1) await confirm(letter, ports);
};
const names = async ({ letters }: Fulfilled) => (await letters()).map(({ id }) => String(id)).sort();

describe('the confirmation of a reveal', () => {
  it.each([{ state: 'unknown' }, { state: 'sent', fate: 'bounced' }])(
    'is put out again under another name when it ends as %j, twice, and then a person is called',
    async (end) => {
      const one = await revealedOrder();
      const all = [`reveal:${one.id}`, `reveal:${one.id}:2`, `reveal:${one.id}:3`];
      for (const [nth, name] of all.entries()) {
        expect(await names(one)).toEqual(all.slice(0, nth + 1));
        await ends(one, name, end);
      }
      expect(await names(one)).toEqual(all);
      const [error] = one.ports.logged.filter(({ level }) => level === 'error');
      expect(error).toMatchObject({ event: 'reveal not confirmed' });
    },
  );
});

describe('a withdrawal after a reveal', () => {
  const refused = { status: 409, body: { type: '/problems/revealed' } };

  it.each<[string, End | undefined]>([
    ['waits', undefined],
    ['was sent', { state: 'sent' }],
    ['was delivered', { state: 'unknown', fate: 'delivered' }],
  ])('is refused while its confirmation %s', async (_, end) => {
    const one = await revealedOrder();
    if (end) await ends(one, `reveal:${one.id}`, end);
    expect(await one.withdraw()).toMatchObject(refused);
  });

  it('goes to staff when its confirmation failed and none has been sent since, once, with a letter', async () => {
    const one = await revealedOrder();
    await ends(one, `reveal:${one.id}`, { state: 'unknown' });
    const asked = await one.withdraw();
    expect(asked).toMatchObject({ status: 200, body: { withdrawal: { state: 'with-staff' } } });
    expect((await one.withdraw()).body).toEqual(asked.body);
    expect(await one.order()).toMatchObject({ withdrawalAsked: expect.any(String), status: 'fulfilled' });
    expect((await one.order()).refunds).toBeUndefined();
    expect(await names(one)).toContain(`withdrawn:${one.id}`);
    expect((await one.read()).body).toHaveProperty('pins');
  });

  it('is refused again once a later one was sent', async () => {
    const one = await revealedOrder();
    await ends(one, `reveal:${one.id}`, { state: 'unknown' });
    await ends(one, `reveal:${one.id}:2`, { state: 'sent' });
    expect(await one.withdraw()).toMatchObject(refused);
  });
});
