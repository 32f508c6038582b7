import { fateOf, masked, mayPaySaved } from '../../../../functions/accounts/domain/method.ts';

const account = { status: 'active' as const };
const next = { id: 'new', agreedAt: '2026-07-01T12:00:00.000Z' };
const before = '2026-07-01T11:59:59.999Z';
const after = '2026-07-01T12:00:00.001Z';

describe('a reference that PayPal made', () => {
  it.each(['active', 'deactivated', 'suspended'] as const)('is saved for an account that is %s', (status) => {
    expect(fateOf({ status }, next, undefined)).toBe('save');
    expect(fateOf({ status, method: 'old' }, next, before)).toBe('save');
  });

  it('is the saved one already when the account names it', () => {
    expect(fateOf({ ...account, method: 'new', methodRemovedAt: before }, next, next.agreedAt)).toBe('saved');
  });

  it.each(['closed', 'unconfirmed'] as const)('is wanted by no account that is %s', (status) => {
    expect([fateOf(undefined, next, undefined), fateOf({ status, method: 'new' }, next, undefined)]).toEqual([
      'unwanted',
      'unwanted',
    ]);
  });

  it('is not wanted any more when the method was taken away at or after the consent', () => {
    const fates = [before, next.agreedAt, after].map((at) =>
      fateOf({ ...account, methodRemovedAt: at }, next, undefined),
    );
    expect(fates).toEqual(['save', 'unwanted', 'unwanted']);
  });

  it('does not take the place of one that was agreed to later', () => {
    expect(fateOf({ ...account, method: 'old' }, next, after)).toBe('unwanted');
  });
});

describe('whoever pays with a saved method', () => {
  const now = new Date('2026-07-01T12:00:00Z');
  const signedIn = (minutes: number, persons: string[]) =>
    mayPaySaved({ persons, authTime: new Date(now.getTime() - minutes * 60_000) }, now);

  it('has to have signed in within fifteen minutes once others’ orders have joined the account', () => {
    expect([signedIn(600, ['a']), signedIn(15, ['a', 'b']), signedIn(16, ['a', 'b'])]).toEqual([true, true, false]);
  });

  it('is shown the last two characters of the reference', () => {
    expect(masked('8kk8451t')).toBe('••••1t');
  });
});
