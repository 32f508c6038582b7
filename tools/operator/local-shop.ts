import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod/mini';

const Member = z.object({ email: z.string(), password: z.string(), groups: z.array(z.string()) });

/** What the shop on this machine says of itself: its API, and staff accounts that are ready. */
const LocalShop = z.object({ api: z.string(), staff: z._default(z.array(Member), []) });
export type LocalShop = z.infer<typeof LocalShop>;

/** Returns what the shop that runs on this machine says, by the `local.json` of its folder; undefined when none has run there. */
export const localShop = (home: string): LocalShop | undefined => {
  try {
    return z.parse(LocalShop, JSON.parse(readFileSync(path.join(home, 'local.json'), 'utf8')));
  } catch {
    return undefined;
  }
};
