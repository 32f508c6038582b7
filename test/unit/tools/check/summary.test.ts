import { summaryOf } from '../../../../tools/check/summary.ts';

const types = { name: 'types', outcome: 'passed' } as const;
const lint = { name: 'lint', outcome: 'failed' } as const;
const infra = { name: 'cfn-lint', outcome: 'left out' } as const;

describe('the last line of a check', () => {
  it.each([
    ['all passed', [types], 'All checks pass.'],
    ['one failed', [types, lint], '1 of 2 checks failed: lint.'],
    ['one was left out', [types, infra], 'All other checks pass. Left out, for want of a program: cfn-lint.'],
    [
      'one failed and one was left out',
      [types, lint, infra],
      '1 of 3 checks failed: lint. Left out, for want of a program: cfn-lint.',
    ],
  ])('says that %s', (_what, checked, line) => {
    expect(summaryOf(checked)).toBe(line);
  });
});
