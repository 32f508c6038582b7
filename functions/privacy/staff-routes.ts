import type { StaffRoutes } from '../kit/http/types.ts';
import type { Ports } from '../kit/ports.ts';
import type { privacy } from './contract.ts';
import { openRequests } from './requests.ts';

/** The routes of privacy for the staff. */
export const routes: StaffRoutes<typeof privacy, Ports> = {
  dueRequests: async (_request, ports) => {
    const now = ports.now().toISOString();
    const open = (await openRequests(ports)).filter(
      ({ state, answeredAt }) => state !== 'asked' && answeredAt === undefined,
    );
    const items = open.map(({ id, kind, via, state, owner, askedAt, dueAt, keeps = [] }) => ({
      id, kind, via, state, owner, askedAt, dueAt, overdue: dueAt < now, keeps,
    })); // prettier-ignore
    return { body: { items } };
  },
};
