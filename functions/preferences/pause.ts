import type { Write } from '../kit/store/write.ts';
import type { PauseReason } from './domain/address.ts';
import { addressUpdate, type Tables } from './row.ts';

/** Returns the write that keeps an address free of mail while its account is not in use, or, without a reason, ends that. */
export const pauseWrite = (hash: string, reason: PauseReason | undefined, ports: Tables): Write =>
  addressUpdate(
    hash,
    reason === undefined ? { remove: ['paused'] } : { set: ['paused = :paused'], values: { ':paused': reason } },
    ports,
  );

/** Returns the write that lets mail come again to an address that bounced, once a code has come back from it; a suppression stays. */
export const deliverableWrite = (hash: string, ports: Tables): Write =>
  addressUpdate(hash, { condition: 'attribute_exists(undeliverable)', remove: ['undeliverable'] }, ports);
