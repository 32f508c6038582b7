import type { RecordHandler } from '../kit/work/stream.ts';
import { eraseFor, type ErasePorts } from './erase.ts';

export { sweep } from './sweep.ts';
export { retain } from './retain.ts';

/** Erases what a confirmed request asks for, as soon as it is confirmed. */
export const erase: RecordHandler<ErasePorts> = async (item, ports) => void (await eraseFor(String(item['id']), ports));
