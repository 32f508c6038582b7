import fc from 'fast-check';
import { accountsInProcess } from '../../harness/accounts-in-process.ts';
import { contractDatabase } from '../../harness/contract-database.ts';

const database = contractDatabase();
let shop: ReturnType<typeof accountsInProcess>;
beforeAll(() => {
  shop = accountsInProcess(database.client());
});
afterEach(() => {
  shop.payloads.length = 0;
});

let people = 0;
const address = (): string => `two-sign-ups-${(people += 1)}-${Date.now()}@example.com`;

/** Somebody at a browser, who chooses a password; `cookies` is what the browser keeps. */
const somebody = (email: string, password: string) => {
  const headers = { 'sec-fetch-site': 'same-origin' };
  let cookies: string[] = [];
  const post = async (route: string, body: object) => {
    const answer = await shop.send(`POST /account/${route}`, { email, ...body }, { cookies, headers });
    const set = answer.cookies.find((cookie) => cookie.startsWith('__Host-sign-up='));
    if (set !== undefined) cookies = set.includes('Max-Age=0') ? [] : [set.split(';')[0] ?? ''];
    shop.clock.at += 1000;
    return answer;
  };
  return {
    signUp: () => post('sign-up', { password, name: 'Jane', marketing: false }),
    resend: () => post('resend', {}),
    confirm: async (code: string) => (await post('confirm', { code })).status,
    signIn: async () => (await post('sign-in', { password })).status,
    /** Goes on with another device, which knows nothing of the first one. */
    elsewhere: () => {
      cookies = [];
    },
  };
};
const two = () => {
  const email = address();
  return { email, owner: somebody(email, shop.password), attacker: somebody(email, 'Attackers-horse-9-battery') };
};
type Two = ReturnType<typeof two>;

/** The codes that have come to the owner's mailbox, oldest first. */
const codesSince = async (before: number): Promise<string[]> =>
  Promise.all((await shop.codes()).slice(before).map((letter) => shop.codeIn(letter)));

/** What comes of it when the owner signs up again and confirms: of the code, of the owner's sign-in, of the attacker's. */
const signUpAgain = async ({ owner, attacker }: Two): Promise<number[]> => {
  await owner.signUp();
  await shop.work();
  return [await owner.confirm(await shop.lastCode()), await owner.signIn(), await attacker.signIn()];
};
const ownerIsIn = [200, 200, 401];

describe('two sign-ups for one address', () => {
  it('open it for the owner who comes second', async () => {
    const both = two();
    await both.attacker.signUp();
    await shop.work();
    expect(await signUpAgain(both)).toEqual(ownerIsIn);
  });

  it('do not open it for somebody who comes between the owner and the code', async () => {
    const both = two();
    const { owner, attacker } = both;
    await owner.signUp();
    await shop.work();
    const first = await shop.lastCode();
    await attacker.signUp();
    await shop.work();
    expect(await owner.confirm(first)).toBe(422);
    expect(await owner.confirm(await shop.lastCode())).toBe(422);
    await owner.resend();
    await shop.work();
    expect(await owner.confirm(await shop.lastCode())).toBe(422);
    expect([await owner.signIn(), await attacker.signIn()]).toEqual([401, 401]);
    expect(await signUpAgain(both)).toEqual(ownerIsIn);
  });

  it('do not open it for the other one when the owner takes another device for the code', async () => {
    const { owner, attacker } = two();
    await owner.signUp();
    await shop.work();
    await attacker.signUp();
    await shop.work();
    owner.elsewhere();
    expect(await owner.confirm(await shop.lastCode())).toBe(422);
    expect(await attacker.signIn()).toBe(401);
  });

  it('are one for a browser that signs up twice, and for a device that confirms what one browser began', async () => {
    const { owner } = two();
    await owner.signUp();
    await shop.work();
    await owner.signUp();
    await shop.work();
    owner.elsewhere();
    expect(await owner.confirm(await shop.lastCode())).toBe(200);
    expect(await owner.signIn()).toBe(200);
  });

  it('open it by the newest code to a program, which keeps no cookies', async () => {
    const email = address();
    await shop.signUp(email, { password: 'Attackers-horse-9-battery' });
    await shop.work();
    await shop.signUp(email);
    await shop.work();
    const confirmed = await shop.send('POST /account/confirm', { email, code: await shop.lastCode() });
    expect(confirmed.status).toBe(200);
    expect((await shop.signIn(email)).status).toBe(200);
    expect((await shop.signIn(email, 'Attackers-horse-9-battery')).status).toBe(401);
  });

  const steps = fc.array(fc.constantFrom('owner', 'attacker', 'resend', 'work', 'swap', 'elsewhere', 'newest', 'any'), {
    minLength: 4,
    maxLength: 12,
  });

  it('never open it for the attacker, in whatever order they and the codes come', async () => {
    const opened = { owner: 0 };
    await fc.assert(
      fc.asyncProperty(steps, fc.nat(), async (order, pick) => {
        shop.payloads.length = 0;
        const both = two();
        const { owner, attacker } = both;
        const before = (await shop.codes()).length;
        const confirmWith = async (which: (codes: string[]) => string | undefined): Promise<void> => {
          const code = which(await codesSince(before));
          if (code !== undefined) await owner.confirm(code);
        };
        const act = {
          owner: () => owner.signUp(),
          attacker: () => attacker.signUp(),
          resend: () => attacker.resend(),
          work: () => shop.work(),
          swap: async () => void shop.payloads.reverse(),
          elsewhere: async () => owner.elsewhere(),
          newest: () => confirmWith((codes) => codes.at(-1)),
          any: () => confirmWith((codes) => codes[pick % Math.max(1, codes.length)]),
        };
        // The owner has signed up at some time: who confirms what somebody else began, and never wanted, is told so by the letter.
        await owner.signUp();
        for (const step of order) {
          await act[step]();
          if (step === 'newest' || step === 'any') expect(await attacker.signIn()).toBe(401);
        }
        await shop.work();
        await act.newest();
        expect(await attacker.signIn()).toBe(401);
        const isIn = (await owner.signIn()) === 200;
        opened.owner += isIn ? 1 : 0;
        if (!isIn) expect(await signUpAgain(both)).toEqual(ownerIsIn);
      }),
      { numRuns: 20 },
    );
    expect(opened.owner).toBeGreaterThan(0);
  });
});
