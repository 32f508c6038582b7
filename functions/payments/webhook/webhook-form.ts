import { day } from '../../kit/value/time.ts';
import { type Transmission, type WebhookHeaders, readTransmission } from './webhook-headers.ts';

/** Why a webhook is refused by its form alone, before anything is fetched for it. */
export type FormFault =
  'missing-header' | 'unsupported-algorithm' | 'malformed-signature' | 'malformed-transmission' | 'stale' | 'premature';

export const ALGORITHM = 'SHA256withRSA';

const MOST_SIGNATURE_CHARACTERS = 4096;
/** A signature is as long as its key, and keys under 2048 bits do not count. */
const FEWEST_SIGNATURE_BYTES = 256;
const TRANSMISSION_ID = /^[\w-]{1,64}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;

/** PayPal repeats for three days, the first time-stamp kept; a day more is for delays on its side. */
const OLDEST_MS = 4 * day;
const NEWEST_MS = 5 * 60 * 1000;

/** Returns a signature's bytes; only canonical base64 counts, since Node's decoder skips what it does not know and would let an altered header pass. */
export const decodeSignature = (base64: string): Buffer | undefined => {
  if (base64.length > MOST_SIGNATURE_CHARACTERS) return undefined;
  const bytes = Buffer.from(base64, 'base64');
  return bytes.toString('base64') === base64 ? bytes : undefined;
};

const faultOf = ({ id, time, signature, algorithm }: Transmission, at: Date): FormFault | undefined => {
  if (algorithm !== ALGORITHM) return 'unsupported-algorithm';
  if ((decodeSignature(signature)?.length ?? 0) < FEWEST_SIGNATURE_BYTES) return 'malformed-signature';
  const age = TIME.test(time) ? at.getTime() - Date.parse(time) : Number.NaN;
  if (!TRANSMISSION_ID.test(id) || Number.isNaN(age)) return 'malformed-transmission';
  if (age > OLDEST_MS) return 'stale';
  return age < -NEWEST_MS ? 'premature' : undefined;
};

/** Checks what a webhook's headers can be judged by at no cost: presence, algorithm, form, and the age of the transmission. */
export const checkForm = (
  headers: WebhookHeaders,
  at: Date,
): { ok: true; transmission: Transmission } | { ok: false; reason: FormFault } => {
  const transmission = readTransmission(headers);
  if (!transmission) return { ok: false, reason: 'missing-header' };
  const reason = faultOf(transmission, at);
  return reason === undefined ? { ok: true, transmission } : { ok: false, reason };
};
