import type { KeyWrapper } from '../kit/crypto/data-keys.ts';
import type { Ports } from '../kit/ports.ts';
import type { Secrets } from '../kit/crypto/secrets.ts';
import type { Sender } from './ses.ts';

/** What delivering letters needs: keys to open an address, secrets to sign a link, a sender, and its address. */
export type MailPorts = Ports & {
  keys: KeyWrapper;
  secrets: Secrets;
  send: Sender;
  /** The bare address that mail comes from. */
  mailFrom: string;
};
