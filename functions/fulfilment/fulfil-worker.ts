import * as z from 'zod/mini';
import { systemPorts } from '../kit/ports.ts';
import { work } from '../kit/work/work.ts';
import { fulfil } from './fulfil.ts';

const Order = z.object({ id: z.string() });

export const handler = work(
  'fulfilment-fulfil',
  async (item, ports) => void (await fulfil(z.parse(Order, item).id, ports)),
  systemPorts('fulfilment-fulfil'),
);
