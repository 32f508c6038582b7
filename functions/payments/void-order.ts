export { voidOrder, type VoidReason } from '../fulfilment/public.ts';
