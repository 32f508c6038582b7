import { stageKeys } from '../kit/crypto/data-keys.ts';
import { systemPorts } from '../kit/ports.ts';
import { stageSecrets } from '../kit/crypto/secrets.ts';
import { serve } from '../kit/http/serve.ts';
import { onRequestPath, paypalClient } from '../paypal/public.ts';
import { checkout } from './contract.ts';
import { routes } from './routes.ts';

const base = systemPorts('checkout-public');
const secrets = stageSecrets(base.settings.stage, base.now);
const ports = { ...base, secrets, keys: stageKeys(base.settings.stage) };

export const handler = serve(checkout, routes, { ...ports, paypal: paypalClient(ports, onRequestPath) });
