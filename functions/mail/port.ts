import { setting } from '../kit/ports.ts';
import { sesSender, type Sender } from './ses.ts';

/** Returns the way to SES for the functions that deliver mail, and the address that mail comes from. */
export const port = (): { send: Sender; mailFrom: string } => ({ send: sesSender(), mailFrom: setting('MAIL_FROM') });
