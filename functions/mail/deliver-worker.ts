import { work } from '../kit/work/work.ts';
import { deliverSoon } from './deliver-soon.ts';
import { mailPorts } from './mail-ports.ts';

/** Sends a letter as soon as it is in the outbox. */
export const handler = work(
  'mail-deliver',
  async (item, ports) => void (await deliverSoon(String(item['id']), ports)),
  mailPorts('mail-deliver'),
);
