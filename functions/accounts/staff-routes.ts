import { signStaffOutEverywhere } from '../identity/public.ts';
import type { StaffRoutes } from '../kit/http/types.ts';
import type { AccountPorts } from './account-ports.ts';
import type { accounts } from './contract.ts';
import { suspendMember } from './staff.ts';

/** What an admin does about other members of staff. */
export const routes: StaffRoutes<typeof accounts, AccountPorts> = {
  /** The row decides from here on: no session of theirs is let in, and no sign-in makes another. */
  revokeStaff: async ({ path: { id } }, ports) => {
    await suspendMember(id, ports.now(), ports);
    await signStaffOutEverywhere(id, ports);
    return { body: {} };
  },
};
