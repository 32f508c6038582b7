import { systemPorts } from '../kit/ports.ts';
import { serve } from '../kit/http/serve.ts';
import { cart } from './contract.ts';
import { routes } from './routes.ts';

/** The Lambda function of the cart's public routes. */
export const handler = serve(cart, routes, systemPorts('cart-public'));
