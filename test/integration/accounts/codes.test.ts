import { newCode, tryCode, userOf, useWrite, giveBack, type Subject } from '../../../functions/accounts/codes.ts';
import { codeRules } from '../../../functions/accounts/domain/code.ts';
import { apply } from '../../../functions/kit/store/write.ts';
import { contractDatabase } from '../../harness/contract-database.ts';
import { testPorts } from '../../harness/ports.ts';

const database = contractDatabase();
let now = new Date('2026-07-01T12:00:00Z');
const ports = () => testPorts({ dynamo: database.client(), now: () => now });
let subjects = 0;
const subject = (): Subject => ({ purpose: 'confirm', subject: `jane-${(subjects += 1)}@example.com` });

const sent = async (of: Subject): Promise<string> => {
  const { code, write } = await newCode(of, { account: 'account-1' }, ports());
  await apply(write, ports());
  return code;
};
const other = (code: string): string => (code === '00000000' ? '00000001' : '00000000');
const outcome = async (of: Subject, code: string) => (await tryCode(of, code, ports())).outcome;

describe('a code that was sent', () => {
  it('is right for its purpose and subject, and for no other', async () => {
    const of = subject();
    const code = await sent(of);
    expect(await tryCode(of, code, ports())).toMatchObject({ outcome: 'right', row: { account: 'account-1' } });
    expect(await outcome({ ...of, purpose: 'reset' }, code)).toBe('wrong');
    expect(await outcome(subject(), code)).toBe('wrong');
  });

  it('is stored as a keyed hash: neither code nor address is in its row', async () => {
    const of = subject();
    const code = await sent(of);
    const tried = await tryCode(of, code, ports());
    expect(JSON.stringify(tried)).not.toContain(code);
    expect(JSON.stringify(tried)).not.toContain(of.subject);
  });

  it('is compared five times at most, however many try at once', async () => {
    const of = subject();
    const code = await sent(of);
    await Promise.all(Array.from({ length: 12 }, () => outcome(of, other(code))));
    expect(await outcome(of, code)).toBe('wrong');
  });

  it('may still be right at the fifth try', async () => {
    const of = subject();
    const code = await sent(of);
    for (let tried = 1; tried < codeRules.tries; tried += 1) expect(await outcome(of, other(code))).toBe('wrong');
    expect(await outcome(of, code)).toBe('right');
  });

  it('is void once another was sent', async () => {
    const of = subject();
    const code = await sent(of);
    const next = await sent(of);
    expect(await outcome(of, next)).toBe('right');
    expect(code === next ? 'wrong' : await outcome(of, code)).toBe('wrong');
  });

  it('is void after thirty minutes, whether or not its row is gone', async () => {
    const of = subject();
    const code = await sent(of);
    const begun = now;
    now = new Date(begun.getTime() + codeRules.life);
    expect(await outcome(of, code)).toBe('wrong');
    now = begun;
  });
});

describe('the use of a code', () => {
  it('is one, whoever comes at the same time', async () => {
    const of = subject();
    const tried = await tryCode(of, await sent(of), ports());
    if (tried.outcome === 'wrong') throw new Error('wrong');
    const requests = Array.from({ length: 5 }, (_, n) => `request-${n}`);
    const used = await Promise.all(requests.map((each) => apply(useWrite(tried.row, each, ports()), ports())));
    expect(used.filter(({ applied }) => applied)).toHaveLength(1);
    expect(await userOf(tried.row, ports())).toBe(requests[used.findIndex(({ applied }) => applied)]);
  });

  it('is told to whoever knows the code, and ends when it is given back', async () => {
    const of = subject();
    const code = await sent(of);
    const tried = await tryCode(of, code, ports());
    if (tried.outcome === 'wrong') throw new Error('wrong');
    await apply(useWrite(tried.row, 'request', ports()), ports());
    expect(await outcome(of, code)).toBe('used');
    expect(await outcome(of, other(code))).toBe('wrong');
    await giveBack(tried.row, 'another', ports());
    expect(await outcome(of, code)).toBe('used');
    await giveBack(tried.row, 'request', ports());
    expect(await outcome(of, code)).toBe('right');
  });

  it('is refused for a code in whose place another was sent', async () => {
    const of = subject();
    const tried = await tryCode(of, await sent(of), ports());
    if (tried.outcome === 'wrong') throw new Error('wrong');
    await sent(of);
    expect((await apply(useWrite(tried.row, 'request', ports()), ports())).applied).toBe(false);
    expect(await userOf(tried.row, ports())).toBe('replaced');
  });
});
