import { maySignIn, moves, sourcesOf, statuses } from '../../../../functions/accounts/domain/status.ts';

describe('the status of an account', () => {
  it('never leaves closed, and never comes back to unconfirmed', () => {
    expect(moves.closed).toEqual([]);
    expect(sourcesOf('unconfirmed')).toEqual([]);
  });

  it('can be closed from every other one', () => {
    expect(sourcesOf('closed')).toEqual(statuses.filter((status) => status !== 'closed'));
  });

  // promise: P18
  it('lets nobody sign in who is unconfirmed, suspended or closed', () => {
    expect(statuses.filter(maySignIn)).toEqual(['active', 'deactivated']);
  });
});
