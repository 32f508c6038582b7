import { systemPorts } from '../kit/ports.ts';
import { sweepPorts } from '../kit/work/wake.ts';
import { onSchedule } from '../kit/work/work.ts';
import { sweep } from './sweep.ts';

export const handler = onSchedule('fulfilment-sweep', sweep, sweepPorts(systemPorts('fulfilment-sweep')));
