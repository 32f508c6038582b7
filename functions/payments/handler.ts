import { systemPorts } from '../kit/ports.ts';
import { stageSecrets } from '../kit/crypto/secrets.ts';
import { serve } from '../kit/http/serve.ts';
import { certificateSource } from './webhook/certificates.ts';
import { payments } from './contract.ts';
import { onRequestPath, paypalClient } from '../paypal/client.ts';
import { routes } from './routes.ts';

const base = systemPorts('payments-public');
const withSecrets = { ...base, secrets: stageSecrets(base.settings.stage, base.now) };
const ports = {
  ...withSecrets,
  paypal: paypalClient(withSecrets, onRequestPath),
  certificates: certificateSource({ fetch: base.fetch, timeoutMs: 2_000 }),
};

export const handler = serve(payments, routes, ports);
