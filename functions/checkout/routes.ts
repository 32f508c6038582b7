import type { Routes } from '../kit/http/types.ts';
import { checkOut } from './check-out.ts';
import type { CheckoutPorts } from './payable.ts';
import type { checkout } from './contract.ts';

/** The one route of checkout: place an order. */
export const routes: Routes<typeof checkout, CheckoutPorts> = { placeOrder: checkOut };
