import { majorVersion } from '../../../src/dynamodb/java.ts';

describe('the version of Java', () => {
  it.each([
    ['openjdk version "17.0.15" 2025-04-15', 17],
    ['java version "1.8.0_422"', 8],
    ['openjdk version "21" 2023-09-19', 21],
    ['openjdk version "24-ea" 2025-03-18', 24],
  ])('in %s is %i', (printed, version) => {
    expect(majorVersion(printed)).toBe(version);
  });

  it('is not read from other words', () => {
    expect(majorVersion('The operation couldn’t be completed. Unable to locate a Java Runtime.')).toBeUndefined();
  });
});
