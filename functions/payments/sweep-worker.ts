import { sweepPorts } from '../kit/work/wake.ts';
import { onSchedule } from '../kit/work/work.ts';
import { settlePorts } from './settle-ports.ts';
import { sweep } from './sweep.ts';

export const handler = onSchedule('payments-sweep', sweep, sweepPorts(settlePorts('payments-sweep')));
