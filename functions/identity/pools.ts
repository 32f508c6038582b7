import * as z from 'zod/mini';

const Pool = z.object({ pool: z.string(), client: z.string() });

/** The ids of both pools and of the client of each, as the data stack writes them down for its stage. */
export const Pools = z.object({ customers: Pool, staff: Pool });

/** The name of the parameter with them. */
export const poolsParameter = 'identity';

/** Whose pool it is. */
export type PoolName = keyof z.infer<typeof Pools>;
