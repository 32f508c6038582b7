import { onSchedule } from '../kit/work/work.ts';
import { mailPorts } from './mail-ports.ts';
import { sweep } from './sweep.ts';

/** Sends letters that wait, and closes those whose sender died. */
export const handler = onSchedule('mail-sweep', sweep, mailPorts('mail-sweep'));
