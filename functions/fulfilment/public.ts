export { deliver } from './deliver.ts';
export { freeCount } from '../pins/free-pins.ts';
export { giveBackClaim } from './give-back.ts';
export { holdAndClaim, type PoolPorts } from './hold.ts';
export { loadPins, type LoadOutcome, type LoadPorts } from '../pins/load.ts';
export { isPin, type Pin } from '../pins/pin.ts';
export { pinsOf } from '../pins/reveal.ts';
export type { Line } from '../pins/domain.ts';
export { voidOrder, type Voiding, type VoidReason } from './void-order.ts';
