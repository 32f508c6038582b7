import fc from 'fast-check';
import { codeBytes, codeOf, codeRules, judgeCode } from '../../../../functions/accounts/domain/code.ts';

const now = 1_800_000_000;
const fresh = { tries: 1, expiresAt: now + 60 };

describe('a code', () => {
  it('has eight digits, whatever chance says', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: codeBytes, maxLength: codeBytes }), (chance) => {
        expect(codeOf(chance)).toMatch(/^\d{8}$/);
      }),
    );
    expect(codeOf(new Uint8Array(codeBytes))).toBe('00000000');
    expect(codeOf(new Uint8Array(codeBytes).fill(255))).toBe(String((2n ** 128n - 1n) % 100_000_000n).padStart(8, '0'));
  });

  it('is right when it matches, is in time and within its tries', () => {
    expect(judgeCode(fresh, true, now)).toBe('right');
    expect(judgeCode({ ...fresh, tries: codeRules.tries }, true, now)).toBe('right');
  });

  it.each([
    ['that does not match', fresh, false],
    ['that nobody made', undefined, true],
    ['in the second of its expiry', { ...fresh, expiresAt: now }, true],
    ['that was tried too often', { ...fresh, tries: codeRules.tries + 1 }, true],
    ['that was used and does not match', { ...fresh, used: 'request' }, false],
  ])('%s is wrong', (_, kept, matches) => {
    expect(judgeCode(kept, matches, now)).toBe('wrong');
  });

  it('that was used says so to whoever knows it', () => {
    expect(judgeCode({ ...fresh, used: 'request' }, true, now)).toBe('used');
  });
});
