import { freshFor, goesOn, mayOpen, waitForNextSecond } from '../../../../functions/accounts/domain/sign-in.ts';

describe('a sign-in', () => {
  const signIn = { origin: 'origin', authTime: 1000 };

  it('goes on when it is after the end of all sessions, by whole seconds', () => {
    expect([999, 1000, 1001].map((validAfter) => goesOn(signIn, { validAfter }))).toEqual([true, false, false]);
  });

  it('has ended when it is among the revoked, and by its own name alone', () => {
    expect(goesOn(signIn, { validAfter: 0, revoked: { origin: 1 } })).toBe(false);
    expect(goesOn(signIn, { validAfter: 0, revoked: { another: 1 } })).toBe(true);
    expect(goesOn({ ...signIn, origin: 'constructor' }, { validAfter: 0, revoked: {} })).toBe(true);
  });

  it('is made again once the second of the end of all sessions has passed, and not for later ends', () => {
    expect(waitForNextSecond({ validAfter: 1000 }, new Date(1000_400))).toBe(620);
    expect(waitForNextSecond({ validAfter: 1000 }, new Date(1002_000))).toBe(20);
    expect(waitForNextSecond({ validAfter: 1003 }, new Date(1000_400))).toBeUndefined();
  });
});

describe('the PINs of an order', () => {
  const now = new Date('2026-07-01T12:00:00Z');
  const customer = (secondsAgo: number) => ({
    person: 'person-1',
    authTime: new Date(now.getTime() - secondsAgo * 1000),
  });

  it('open for its token, and for the customer who placed it, however long ago they signed in', () => {
    expect(mayOpen(undefined, 'guest-1', now)).toBe(true);
    expect(mayOpen(customer(99_999), 'person-1', now)).toBe(true);
  });

  it('of an order that joined an account open after a fresh sign-in alone', () => {
    expect(mayOpen(customer(freshFor), 'guest-1', now)).toBe(true);
    expect(mayOpen(customer(freshFor + 1), 'guest-1', now)).toBe(false);
  });
});
