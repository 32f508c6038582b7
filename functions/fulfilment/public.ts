export { deliver } from './deliver.ts';
export { freeCount } from './free-pins.ts';
export { giveBackClaim } from './give-back.ts';
export { holdAndClaim, type PoolPorts } from './hold.ts';
export { loadPins, type LoadOutcome, type LoadPorts } from './load.ts';
export { isPin, type Pin } from './pin.ts';
export { pinsOf } from './pins.ts';
export type { Line } from './pool.ts';
export { voidOrder, type Voiding, type VoidReason } from './void-order.ts';
