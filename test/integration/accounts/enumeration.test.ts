import { endingWrite } from '../../../functions/accounts/changes.ts';
import { limitRules } from '../../../functions/accounts/domain/limits.ts';
import { apply } from '../../../functions/kit/store/write.ts';
import { accountsInProcess } from '../../harness/accounts-in-process.ts';
import { contractDatabase, requestsOf } from '../../harness/contract-database.ts';

const database = contractDatabase();
let shop: ReturnType<typeof accountsInProcess>;

/** An address for every state that an account may be in. */
const addresses = ['unknown', 'unconfirmed', 'active', 'deactivated', 'suspended'].map((name) => `${name}@example.com`);

beforeAll(async () => {
  shop = accountsInProcess(database.client());
  await shop.signUp('unconfirmed@example.com');
  await shop.work();
  await shop.customer('active@example.com');
  for (const state of ['deactivated', 'suspended'] as const) {
    const { id } = await shop.customer(`${state}@example.com`);
    await apply(endingWrite({ id, at: shop.now(), to: state }, shop.ports), shop.ports);
  }
});
afterEach(() => void (shop.payloads.length = 0));

const password = 'Wrong-horse-9-battery';
const code = '00000000';

describe.each([
  ['POST /account/sign-up', { password, name: 'Jane', marketing: true }, 202],
  ['POST /account/resend', {}, 202],
  ['POST /account/password/forgot', {}, 202],
  ['POST /account/confirm', { code }, 422],
  ['POST /account/password/reset', { code, password }, 422],
  ['POST /account/sign-in', { password }, 401],
])('%s', (route, more, status) => {
  it('returns the very same for every address, and asks the same of the database', async () => {
    const answers: unknown[] = [];
    const asked = [];
    const cookies = ['__Host-sign-up=AAAAAAAAAAAAAAAAAAAAAA'];
    for (const email of addresses) {
      const run = async () => void answers.push(await shop.send(route, { email, ...more }, { cookies }));
      asked.push((await requestsOf(database.client(), run)).filter((name) => !name.startsWith('Get')));
    }
    expect(answers[0]).toMatchObject({ status });
    for (const answer of answers) expect(JSON.stringify(answer)).toBe(JSON.stringify(answers[0]));
    for (const names of asked) expect(names).toEqual(asked[0]);
  });
});

describe('the limit of an address', () => {
  it('counts known and unknown ones alike', async () => {
    for (const email of ['active@example.com', 'unknown@example.com']) {
      const statuses = [];
      for (let tries = 0; tries < limitRules['sign-up'].most + 3; tries += 1) {
        const before = shop.payloads.length;
        await shop.send('POST /account/sign-up', { email, password, name: 'Jane', marketing: false });
        statuses.push(shop.payloads.length - before);
      }
      expect(statuses.filter(Boolean).length).toBeLessThanOrEqual(limitRules['sign-up'].most);
      expect(statuses.slice(-3)).toEqual([0, 0, 0]);
    }
  });

  it('takes all spellings of a mailbox for one', async () => {
    shop.clock.at += limitRules.forgot.window;
    for (let tries = 0; tries < limitRules.forgot.most; tries += 1)
      await shop.send('POST /account/password/forgot', { email: `jane+${tries}@example.com` });
    shop.payloads.length = 0;
    await shop.send('POST /account/password/forgot', { email: 'JANE@example.com' });
    expect(shop.payloads).toEqual([]);
  });
});

describe('an account whose password is right', () => {
  it.each(['unconfirmed', 'suspended'])('is refused like any other when it is %s', async (state) => {
    const wrong = await shop.signIn('unknown@example.com');
    expect(await shop.signIn(`${state}@example.com`)).toEqual(wrong);
  });
});
