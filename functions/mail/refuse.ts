import { isEnded } from './domain.ts';
import { record } from './record.ts';
import type { MailPorts } from './mail-ports.ts';
import { claimFree } from './store.ts';

/** Ends a letter that is to go out no more, and returns whether it has ended; one that somebody is sending, or that is not due, is left. */
export const refuseLetter = async (id: string, reason: string, ports: MailPorts): Promise<boolean> => {
  const { mine, held } = await claimFree(id, { token: ports.newId(), now: ports.now() }, ports);
  if (mine) return record(mine, { to: 'refused', reason }, ports);
  return !held || isEnded(held.state);
};
