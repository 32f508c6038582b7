import { work } from '../kit/work.ts';
import { deliverLetter } from './deliver.ts';
import { mailPorts } from './mail-ports.ts';

/** Sends a letter as soon as it is in the outbox. */
export const handler = work(
  'mail-deliver',
  async (item, ports) => void (await deliverLetter(String(item['id']), ports)),
  mailPorts('mail-deliver'),
);
