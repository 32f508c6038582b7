export { sequence } from './sequence.ts';
