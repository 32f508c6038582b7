export { sessionOf } from './session.ts';
