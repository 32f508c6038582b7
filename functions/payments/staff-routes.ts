import type { StaffRoutes } from '../kit/http/types.ts';
import type { Ports } from '../kit/ports.ts';
import type { Wake } from '../kit/work/wake.ts';
import type { payments } from './contract.ts';
import { disputeRoutes } from './disputes/staff-routes.ts';

/** The routes of payments for staff. */
export const routes: StaffRoutes<typeof payments, Ports & { wake: Wake }> = { ...disputeRoutes };
