import { sweepPorts } from '../kit/wake.ts';
import { onSchedule } from '../kit/work.ts';
import { settlePorts } from './settle-ports.ts';
import { sweep } from './sweep.ts';

export const handler = onSchedule('payments-sweep', sweep, sweepPorts(settlePorts('payments-sweep')));
