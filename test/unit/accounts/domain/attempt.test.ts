import { mayConfirm } from '../../../../functions/accounts/domain/attempt.ts';

describe('a code of a sign-up', () => {
  it.each([
    ['its own browser, also when another one signed up too', 'one', true, true, true],
    ['another browser that signed up as well', 'two', true, true, false],
    ['another browser that signed up for the address once, which nobody remembers', 'two', true, false, false],
    ['a browser that says nothing, when only one signed up', undefined, true, false, true],
    ['a browser that says nothing, when two signed up', undefined, true, true, false],
    ['a program without cookies, when two signed up', undefined, false, true, true],
    ['a program with the cookie of another sign-up', 'two', false, true, false],
  ])('for %s', (_, shown, isFromBrowser, contested, may) => {
    expect(mayConfirm({ attempt: 'one', shown, isFromBrowser, contested })).toBe(may);
  });
});
