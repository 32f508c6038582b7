import type { Secrets } from '../kit/crypto/secrets.ts';
import type { Ports } from '../kit/ports.ts';
import { cognito, type Cognito } from './cognito.ts';

/** Returns Cognito for the functions that sign people in or keep their users. */
export const port = (base: Ports & { secrets: Secrets }): { identity: Cognito } => ({ identity: cognito(base) });
