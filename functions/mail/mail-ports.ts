import type { MailStream } from '../kit/contract/names.ts';
import type { KeyWrapper } from '../kit/crypto/data-keys.ts';
import type { Ports } from '../kit/ports.ts';
import type { Secrets } from '../kit/crypto/secrets.ts';
import type { Sender } from './ses.ts';

/** The way out for mail. */
export type Sending = {
  send: Sender;
  /** The bare addresses that mail comes from, by stream. */
  mailFrom: Readonly<Record<MailStream, string>>;
  /** Where the shop is; without it no marketing goes out. */
  postalAddress: string | undefined;
  /** Mails a second that SES takes. */
  sendRate: number;
  /** Milliseconds by a clock that nobody sets. */
  monotonic: () => number;
};

/** What delivering letters needs: keys to open an address, secrets to sign a link, and a way out. */
export type MailPorts = Ports & Sending & { keys: KeyWrapper; secrets: Secrets };
