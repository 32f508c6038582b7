import { all, any, asRead } from '../../../../functions/kit/store/condition.ts';

describe('a condition of named parts', () => {
  it('asks for every part, or for one of several in parentheses of their own', () => {
    expect(all('version = :version', any('a = :a', 'b = :b'))).toBe('version = :version AND (a = :a OR b = :b)');
    expect(all('a = :a')).toBe('a = :a');
  });

  it('asks that an attribute is as it was read, its absence included', () => {
    expect(asRead('#missing', ':before', { P1: {} })).toBe('#missing = :before');
    expect(asRead('claimShared', ':shared', false)).toBe('claimShared = :shared');
    expect(asRead('claimUntil', ':until', undefined)).toBe('attribute_not_exists(claimUntil)');
  });
});
