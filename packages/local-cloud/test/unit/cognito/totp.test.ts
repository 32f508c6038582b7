import { base32, stepOf, totp } from '../../../src/cognito/totp.ts';

/** The secret of the test vectors of RFC 6238, appendix B; the codes there have eight digits, of which these are the last six. */
const secret = base32(Buffer.from('12345678901234567890'));

describe('a code of an authenticator', () => {
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('at %d seconds is that of RFC 6238', (seconds, code) => {
    expect(secret).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
    expect(totp(secret, seconds * 1000)).toBe(code);
    expect(stepOf(secret, code, seconds * 1000)).toBe(Math.floor(seconds / 30));
  });

  it('is good for the step before and after, and no longer', () => {
    const code = totp(secret, 1_000_000_000_000);
    const good = [-60, -30, 0, 30, 60].map(
      (later) => stepOf(secret, code, 1_000_000_000_000 + later * 1000) !== undefined,
    );
    expect(good).toEqual([false, true, true, true, false]);
  });

  it.each(['', '12345', '1234567', 'abcdef'])('is none: %j', (code) => {
    expect(stepOf(secret, code, 0)).toBeUndefined();
  });
});
