import { scrub as scrubEvent } from '../event.ts';
import type { Middleware } from './middleware.ts';

/** Deletes what tells who calls. It comes first. */
export const scrub: Middleware = { before: ({ event }) => scrubEvent(event) };
