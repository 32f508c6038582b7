import { DeleteItemCommand, DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { accounts } from '../../../functions/accounts/contract.ts';
import { routes } from '../../../functions/accounts/routes.ts';
import { serve } from '../../../functions/kit/http/serve.ts';
import { toItem } from '../../../functions/kit/store/client.ts';
import { rankTest, seeded } from '../../builders/rank-test.ts';
import { call, httpEvent } from '../../harness/http.ts';
import { testPorts } from '../../harness/ports.ts';
import { userPools } from '../../harness/user-pools-in-memory.ts';

const pairs = 2000;
const alpha = 0.001;
/** Repeats a run that went red. */
const seed = Number(process.env['RANK_SEED'] ?? Date.now() % 2 ** 31);

const known = 'jane@example.com';
const unknown = 'nobody@example.com';

/**
 * The routes with a clock that only work and pauses move. What is known takes longer, at Cognito (a password is compared)
 * and at the database, by amounts that vary.
 */
const world = (rounded: boolean) => {
  const chance = seeded(seed);
  const clock = { at: Date.parse('2026-07-01T12:00:00Z') };
  const spend = (least: number, spread: number) => void (clock.at += Math.round(least + chance() * spread));
  const pools = userPools(() => new Date(clock.at));
  const state = { isKnown: false };
  pools.hooks.fail = (action) => {
    if (action === 'AdminInitiateAuth') spend(state.isKnown ? 90 : 40, 120);
    return undefined;
  };
  pools.member({ email: known, password: 'Correct-horse-9-battery' });
  const dynamo = mockClient(DynamoDBClient);
  dynamo.on(UpdateItemCommand).callsFake(({ TableName }: { TableName: string }) => {
    spend(state.isKnown ? 9 : 4, 20);
    if (TableName.endsWith('limits')) return { Attributes: toItem({ count: 1 }) };
    if (state.isKnown) {
      const code = { id: 'x', hash: 'known', account: 'x', tries: 1, expiresAt: Math.ceil(clock.at / 1000) + 60 };
      return { Attributes: toItem(code) };
    }
    throw Object.assign(new Error('refused'), { name: 'ConditionalCheckFailedException' });
  });
  dynamo.on(GetItemCommand).resolves({});
  dynamo.on(DeleteItemCommand).resolves({});
  const ports = {
    ...testPorts({
      dynamo: new DynamoDBClient({ region: 'us-east-1' }),
      now: () => new Date(clock.at),
      pause: async (wait) => void (rounded && (clock.at += wait)),
    }),
    identity: pools.identity,
  };
  const handler = serve(accounts, routes, ports);
  const timed = async (route: string, email: string, more: object): Promise<number> => {
    state.isKnown = email === known;
    const begun = clock.at;
    const { status } = await call(handler, httpEvent(route, { body: { email, ...more } }));
    if (status !== 401 && status !== 422) throw new Error(`${route} returned ${status}`);
    dynamo.resetHistory();
    return clock.at - begun;
  };
  return timed;
};

const likelihood = async (route: string, more: object, rounded: boolean): Promise<number> => {
  const timed = world(rounded);
  const order = seeded(seed + 1);
  const [ofKnown, ofUnknown]: [number[], number[]] = [[], []];
  for (let pair = 0; pair < pairs; pair += 1) {
    const both = [
      async () => ofKnown.push(await timed(route, known, more)),
      async () => ofUnknown.push(await timed(route, unknown, more)),
    ];
    for (const each of order() < 0.5 ? both : both.reverse()) await each();
  }
  return rankTest(ofKnown, ofUnknown);
};

const password = 'Wrong-horse-9-battery';
const code = '12345678';

describe.each([
  ['POST /account/sign-in', { password }],
  ['POST /account/confirm', { code }],
  ['POST /account/password/reset', { code, password }],
])(`the time that %s takes (seed ${seed})`, (route, more) => {
  it('does not tell a known address from an unknown one', async () => {
    expect(await likelihood(route, more, true)).toBeGreaterThan(alpha);
  }, 60_000);

  it('would tell it without the steps in which responses go out', async () => {
    expect(await likelihood(route, more, false)).toBeLessThan(alpha);
  }, 60_000);
});
