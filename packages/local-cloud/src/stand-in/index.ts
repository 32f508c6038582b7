export type { Part } from '../parts.ts';
export { Faults } from './faults.ts';
export { Journal } from './journal.ts';
export { checkPort, escaped, json, jsonOf, serve, type Answer, type Call, type Reply } from './serve.ts';
export { StartError } from './start-error.ts';
