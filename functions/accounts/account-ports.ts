import type { IdentityPorts } from '../identity/public.ts';
import type { KeyWrapper } from '../kit/crypto/data-keys.ts';
import type { Secrets } from '../kit/crypto/secrets.ts';
import type { Ports } from '../kit/ports.ts';

/** What changing an account takes. */
export type AccountPorts = Ports & IdentityPorts & { keys: KeyWrapper; secrets: Secrets };
