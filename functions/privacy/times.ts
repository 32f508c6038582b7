import { day } from '../kit/value/time.ts';
import { linkFor } from './domain/request.ts';

/** Returns when the link of a request ends. */
export const linkEnds = (askedAt: string): Date => new Date(Date.parse(askedAt) + linkFor);

/** Returns when a request is due that has to be answered within so many days. */
export const dueAt = (askedAt: Date, days: number): Date => new Date(askedAt.getTime() + days * day);
