import { systemPorts } from '../kit/ports.ts';
import { stageSecrets } from '../kit/crypto/secrets.ts';
import { inWorker, paypalClient } from '../paypal/client.ts';
import type { SettlePorts } from './settle/settle.ts';

/** The ports of the workers that settle. */
export const settlePorts = (name: string): SettlePorts => {
  const base = systemPorts(name);
  const ports = { ...base, secrets: stageSecrets(base.settings.stage, base.now) };
  return { ...ports, paypal: paypalClient(ports, inWorker) };
};
