import { context } from '../kit/contract/contract.ts';

export { NewPassword, passwordPolicy } from './password.ts';
export type { PoolName } from './pools.ts';

/** Who is who: the two user pools of Cognito, one of customers and one of staff. An adapter, it stores nothing. */
export const identity = context('identity', {
  offers: {
    accessTokenVerifier: ['secret:identity'],
  },
});
