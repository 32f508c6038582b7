import { setTimeout as pause } from 'node:timers/promises';
import { stageKeys, type KeyWrapper } from '../kit/crypto/data-keys.ts';
import { systemPorts, type Ports } from '../kit/ports.ts';
import { stageSecrets, type Secrets } from '../kit/crypto/secrets.ts';
import { sesSender, type Sender } from './ses.ts';

/** What delivering letters needs: keys to open an address, secrets to sign a link, a sender, and a wait (milliseconds). */
export type MailPorts = Ports & {
  keys: KeyWrapper;
  secrets: Secrets;
  send: Sender;
  pause: (milliseconds: number) => Promise<unknown>;
};

/** The real ports of a mail worker. */
export const mailPorts = (serviceName: string): MailPorts => {
  const base = systemPorts(serviceName);
  const { stage } = base.settings;
  return { ...base, keys: stageKeys(stage), secrets: stageSecrets(stage, base.now), send: sesSender(), pause };
};
