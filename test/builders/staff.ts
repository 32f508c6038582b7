import type { StaffGroup } from '../../functions/kit/contract/route.ts';
import type { Session } from '../../functions/kit/http/session.ts';
import { customerSession } from './made-up-context.ts';

/** The groups of staff. */
const groups: readonly StaffGroup[] = ['support', 'fulfilment', 'marketing', 'privacy', 'admin'];

/** Sessions by access token: a member of staff of each group, named by it, and a customer. */
export const staffSessions: Record<string, Session> = {
  ...Object.fromEntries(
    groups.map((group) => [group, { kind: 'staff', id: `staff-of-${group}`, groups: [group] } as const]),
  ),
  customer: customerSession(),
};

/** The header by which one of these comes. */
export const signedIn = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });

/** Everybody who is not of a group, and what they are refused with. */
export const othersThan = (group: StaffGroup): [string, number][] => [
  ['', 401],
  ['unknown', 401],
  ['customer', 403],
  ...groups.filter((each) => each !== group).map((each): [string, number] => [each, 403]),
];
