import { minute } from '../../kit/value/time.ts';

/** What a code proves: the address of a new account or a new address, a forgotten password, a return, an erasure. */
export const purposes = ['confirm', 'reset', 'email', 'reactivate', 'erase'] as const;
export type Purpose = (typeof purposes)[number];

/** A code has eight digits, is good for thirty minutes and may be tried five times. */
export const codeRules = { digits: 8, life: 30 * minute, tries: 5 } as const;

/** The bytes of chance that a code is made of: so many that every code is as likely as any other. */
export const codeBytes = 16;

/** Returns the code that follows from bytes of chance. */
export const codeOf = (chance: Uint8Array): string => {
  const number = chance.reduce((sum, byte) => (sum * 256n + BigInt(byte)) % 10n ** BigInt(codeRules.digits), 0n);
  return String(number).padStart(codeRules.digits, '0');
};

/** What is kept of a code. `tries` counts this one too; `used` names the request that it served. */
export type KeptCode = { tries: number; expiresAt: number; used?: string | undefined };

/**
 * Returns what a try of a code comes to at `now` (epoch seconds). A used one that is right says so, because its first
 * answer may have been lost.
 */
export const judgeCode = (kept: KeptCode | undefined, matches: boolean, now: number): 'right' | 'used' | 'wrong' => {
  if (!kept || !matches || kept.expiresAt <= now || kept.tries > codeRules.tries) return 'wrong';
  return kept.used === undefined ? 'right' : 'used';
};
