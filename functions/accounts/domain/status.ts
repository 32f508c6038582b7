/** What an account is; `unconfirmed` has not proven its address yet, and `closed` is erased for good. */
export const statuses = ['unconfirmed', 'active', 'deactivated', 'suspended', 'closed'] as const;
export type Status = (typeof statuses)[number];

/** Which status may follow which. A suspension ends in what was before it; nothing follows `closed`. */
export const moves = {
  unconfirmed: ['active', 'closed'],
  active: ['deactivated', 'suspended', 'closed'],
  deactivated: ['active', 'suspended', 'closed'],
  suspended: ['active', 'deactivated', 'closed'],
  closed: [],
} as const satisfies Record<Status, readonly Status[]>;

/** Returns the statuses from which an account may move to another. */
export const sourcesOf = (to: Status): Status[] =>
  statuses.filter((from) => (moves[from] as readonly Status[]).includes(to));

/** Returns whether somebody may sign in: a deactivated customer may, in order to come back or to leave for good. */
export const maySignIn = (status: Status): status is 'active' | 'deactivated' =>
  status === 'active' || status === 'deactivated';
