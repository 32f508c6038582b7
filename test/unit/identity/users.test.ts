import {
  changeEmail,
  createUser,
  deleteUser,
  findUser,
  setPassword,
  signOutEverywhere,
  signStaffOutEverywhere,
  type IdentityPorts,
} from '../../../functions/identity/public.ts';
import { Unavailable } from '../../../functions/kit/http/problem.ts';
import { refuse } from '../../../functions/kit/value/result.ts';

/** A pool that says the same to whatever it is asked. */
const saying = (refused: 'refused' | 'limited'): IdentityPorts => ({
  identity: {
    call: async () => refuse(refused),
    clientOf: async (pool) => ({ UserPoolId: pool, ClientId: 'client', ClientSecret: 'secret' }),
  },
});

const deeds: [string, (ports: IdentityPorts) => Promise<unknown>][] = [
  ['a sign-out everywhere', (ports) => signOutEverywhere('id', ports)],
  ['a sign-out of staff', (ports) => signStaffOutEverywhere('id', ports)],
  ['a deletion', (ports) => deleteUser('id', ports)],
  ['a look', (ports) => findUser('id', ports)],
  ['a new password', (ports) => setPassword('id', 'Correct-horse-9-battery', ports)],
  ['a new address', (ports) => changeEmail('id', 'ann@example.com', ports)],
  ['a new user', (ports) => createUser('ann@example.com', ports)],
];

describe('what is done to a user', () => {
  it.each(deeds)('is not taken for done when a limit is reached: %s', async (_, deed) => {
    await expect(deed(saying('limited'))).rejects.toThrow(Unavailable);
  });

  it('is done when there is no such user', async () => {
    await expect(signOutEverywhere('id', saying('refused'))).resolves.toBeUndefined();
    await expect(deleteUser('id', saying('refused'))).resolves.toBeUndefined();
    await expect(findUser('id', saying('refused'))).resolves.toBeUndefined();
  });
});
