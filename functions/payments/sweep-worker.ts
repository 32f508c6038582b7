import { onSchedule } from '../kit/work.ts';
import { settlePorts } from './settle-ports.ts';
import { sweep } from './sweep.ts';

export const handler = onSchedule('payments-sweep', sweep, settlePorts('payments-sweep'));
