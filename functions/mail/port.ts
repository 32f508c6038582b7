import { sesSender, type Sender } from './ses.ts';

/** Returns the way to SES for the functions that deliver mail. */
export const port = (): { send: Sender } => ({ send: sesSender() });
