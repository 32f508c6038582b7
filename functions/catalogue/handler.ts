import { systemPorts } from '../kit/ports.ts';
import { serve } from '../kit/http/serve.ts';
import { catalogue } from './contract.ts';
import { routes } from './routes.ts';

/** The Lambda function of the catalogue's public routes. */
export const handler = serve(catalogue, routes, systemPorts('catalogue-public'));
