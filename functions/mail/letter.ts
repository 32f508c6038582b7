/** The states of a letter; the outbox row of an ended letter is the ledger. */
export const states = ['pending', 'sending', 'sent', 'unknown', 'refused'] as const;
export type State = (typeof states)[number];

/**
 * Which state follows which. `sending` follows itself when another sender takes over from one that died;
 * `pending` comes back only when SES definitely did not take the letter. Nothing follows an ended state.
 */
export const moves = {
  pending: ['sending'],
  sending: ['sending', 'pending', 'sent', 'unknown', 'refused'],
  sent: [],
  unknown: [],
  refused: [],
} as const satisfies Record<State, readonly State[]>;

/** Where a letter goes that a sender holds. */
export type AfterSending = Exclude<(typeof moves)['sending'][number], 'sending'>;

/** Whether a letter in this state never moves again. */
export const isEnded = (state: State): boolean => moves[state].length === 0;

/**
 * How a class of letters behaves: how often it is sent again when its sender died, and how long (seconds) it is tried
 * while SES definitely refuses for a time.
 */
export const classes = { transactional: { sendsAfterCrash: 1, patience: 7 * 86_400 } } as const;
export type LetterClass = keyof typeof classes;

/** Seconds: a letter that the stream missed is looked at by the sweeper after this time. */
export const streamHeadStart = 120;

/** Seconds that a letter stays in the ledger. */
export const ledgerKept = 90 * 86_400;
