import type { AccessToken } from '../identity/public.ts';
import { staffGroups } from '../kit/contract/route.ts';
import type { Session } from '../kit/http/session.ts';
import type { Ports } from '../kit/ports.ts';
import { getAccount, personsOf } from './account.ts';
import { goesOn } from './domain/sign-in.ts';
import { maySignIn } from './domain/status.ts';
import { getMember } from './staff.ts';

type Store = Pick<Ports, 'dynamo' | 'table'>;

const customerOf = async (token: AccessToken, ports: Store): Promise<Session | undefined> => {
  const account = await getAccount(token.id, ports);
  if (!account || !goesOn(token, account) || !maySignIn(account.status)) return undefined;
  const { person, joined, status: state } = account;
  return {
    kind: 'customer',
    id: token.id,
    person,
    persons: personsOf(account),
    joined: Object.fromEntries(Object.entries(joined).map(([id, at]) => [id, new Date(at * 1000)])),
    state,
    authTime: new Date(token.authTime * 1000),
  };
};

/** A member of staff has a row once a session of theirs was ended. */
const staffOf = async (token: AccessToken, ports: Store): Promise<Session | undefined> => {
  const member = await getMember(token.id, ports);
  if (member && (!goesOn(token, member) || member.status !== 'active')) return undefined;
  return { kind: 'staff', id: token.id, groups: staffGroups.filter((group) => token.groups.includes(group)) };
};

/**
 * Returns the session of an access token that is genuine; undefined when it was ended, or when the account is not one that may
 * sign in. The row is read consistently: what was ended a moment ago has ended.
 */
export const sessionOf = (token: AccessToken, ports: Store): Promise<Session | undefined> =>
  token.pool === 'staff' ? staffOf(token, ports) : customerOf(token, ports);
