export { holdAndClaim } from './hold.ts';
export { giveBackClaim } from './give-back.ts';
export { deliver } from './deliver.ts';
export { lacksConfirmation } from './confirmation.ts';
export { voidOrder, type Voiding, type VoidReason } from './void-order.ts';
