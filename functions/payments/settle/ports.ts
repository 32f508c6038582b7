import type { KeyWrapper } from '../../kit/crypto/data-keys.ts';
import type { Secrets } from '../../kit/crypto/secrets.ts';
import type { Ports } from '../../kit/ports.ts';
import type { AskPayPal } from '../../paypal/public.ts';

/** What settling needs: the ports of every function, PayPal, and what the stage knows of its PayPal account. */
export type SettlePorts = Ports & { keys: KeyWrapper; secrets: Secrets; paypal: AskPayPal };
