import type { Order } from '../../orders/public.ts';
import type { Payment } from '../../paypal/public.ts';
import type { SettlePorts } from './ports.ts';

/**
 * What a step learned of the payment: its state, that PayPal does not find it (404), or that a person has to look; and the order, where what the step
 * wrote says how it is now. What a step does not tell is read again.
 */
export type Learned = { payment?: Payment | 'gone' | 'parked' | undefined; order?: Order | undefined };
/** One step of settling. */
export type Take = (order: Order, payment: Payment, ports: SettlePorts) => Promise<Learned>;
