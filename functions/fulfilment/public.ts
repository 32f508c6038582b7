export { holdPins, isInStock, releasePins, type PoolPorts } from './hold.ts';
export { loadPins, type LoadOutcome, type LoadPorts } from './load.ts';
export { isPin, type Pin } from './pin.ts';
export { pinsOf } from './pins.ts';
export type { Line } from './pool.ts';
