import { serve } from '../kit/http/serve.ts';
import { systemPorts } from '../kit/ports.ts';
import { meta } from './contract.ts';
import { routes } from './routes.ts';

export const handler = serve(meta, routes, systemPorts('meta-public'));
