import type { StaffRoutes } from '../kit/http/types.ts';
import type { Ports } from '../kit/ports.ts';
import { refuse } from '../kit/value/result.ts';
import { mailSwitch, switchMail } from '../mail/public.ts';
import type { subscriptions } from './contract.ts';
import { afterRestore, goOnAfterRestore, replayJournal } from './replay.ts';

/** Routes for the staff: marketing on and off, and the journal applied to a restored table. */
export const routes: StaffRoutes<typeof subscriptions, Ports> = {
  switchMail: async ({ body: { marketing } }, ports) => {
    const { state, reason } = await mailSwitch('marketing', ports);
    if (marketing === 'on' && state === 'off' && reason === afterRestore) return refuse('replay-first');
    const why = marketing === 'off' ? afterRestore : 'staff';
    await switchMail('marketing', { state: marketing, reason: why, at: ports.now() }, ports);
    return { body: { marketing } };
  },

  replay: async ({ body: { cursor } }, ports) => {
    const replayed = await replayJournal(cursor, ports);
    const isAll = replayed.next === null;
    const { state } = isAll ? { state: await goOnAfterRestore(ports) } : await mailSwitch('marketing', ports);
    return { body: { ...replayed, marketing: state === 'on' ? 'on' : 'off' } };
  },
};
