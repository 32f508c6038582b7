export { holdPins } from './hold.ts';
export { burnWrites, releaseWrites } from './hold-row.ts';
export { pinDeletions } from './pin-deletions.ts';
export { pinsOf } from './reveal.ts';
export { freeCount } from './free-pins.ts';
export { loadPins, type LoadOutcome, type LoadPorts } from './load.ts';
export { isPin, type Pin } from './pin.ts';
