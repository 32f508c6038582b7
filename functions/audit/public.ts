export { recordAccess, type Recorded, type RecordPorts } from './record.ts';
export { accessesOf, accesses, type AccessPage } from './read.ts';
export type { Access } from './domain/access.ts';
