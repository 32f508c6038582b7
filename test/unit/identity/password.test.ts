import * as z from 'zod/mini';
import { NewPassword } from '../../../functions/identity/password.ts';

const takes = (password: string): boolean => z.safeParse(NewPassword, password).success;

describe('a new password', () => {
  it.each([
    'Str0ng-enough',
    'correct horse Battery 9 staple',
    'äöüÄÖÜ-aB3-xyz',
    `aB3-${'x'.repeat(252)}`,
    ...[...'^$*.[]{}()?-"!@#%&/\\,><\':;|_~`+='].map((sign) => `Passw0rdPass${sign}x`),
  ])('is taken: %s', (password) => {
    expect(takes(password)).toBe(true);
  });

  it.each([
    ['is too short', 'Sh0rt-enoug'],
    ['has no small letter', 'STR0NG-ENOUGH'],
    ['has no capital letter', 'str0ng-enough'],
    ['has no digit', 'Strong-enough'],
    ['has no symbol', 'Str0ngEnough9'],
    ['has a symbol that Cognito does not count', 'Str0ngEnough€'],
    ['begins with a blank', ' Str0ng-enough'],
    ['ends with a blank', 'Str0ng-enough '],
    ['is longer than Cognito takes', `aB3-${'x'.repeat(253)}`],
    ['has a line break', 'Str0ng-en\nough'],
  ])('is refused that %s', (_, password) => {
    expect(takes(password)).toBe(false);
  });
});
