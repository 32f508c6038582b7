import type { Outcome } from './cfn-lint.ts';

/** A step of the check and what it came to. */
export type Checked = { name: string; outcome: Outcome };

const named = (checked: readonly Checked[], outcome: Outcome): string[] =>
  checked.filter((each) => each.outcome === outcome).map(({ name }) => name);

/** Returns the last line of a check. What was left out is named in it, so that nobody takes it for passed. */
export const summaryOf = (checked: readonly Checked[]): string => {
  const failed = named(checked, 'failed');
  const leftOut = named(checked, 'left out');
  const first = failed.length > 0 ? `${failed.length} of ${checked.length} checks failed: ${failed.join(', ')}.` : '';
  const second = leftOut.length > 0 ? `Left out, for want of a program: ${leftOut.join(', ')}.` : '';
  const passed = leftOut.length > 0 ? 'All other checks pass.' : 'All checks pass.';
  return [first || passed, second].filter(Boolean).join(' ');
};
