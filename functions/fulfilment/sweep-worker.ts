import { systemPorts } from '../kit/ports.ts';
import { onSchedule } from '../kit/work.ts';
import { sweep } from './sweep.ts';

export const handler = onSchedule('fulfilment-sweep', sweep, systemPorts('fulfilment-sweep'));
