import type { RecordHandler } from '../kit/work/stream.ts';
import { deliverSoon } from './deliver-soon.ts';
import type { MailPorts } from './mail-ports.ts';

export { events } from './events.ts';
export { pace } from './pace.ts';
export { sweep } from './sweep.ts';

/** Sends a letter as soon as it is in the outbox. */
export const deliver: RecordHandler<MailPorts> = async (item, ports) =>
  void (await deliverSoon(String(item['id']), ports));
