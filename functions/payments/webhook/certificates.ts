import { allowance, isWithin } from './allowance.ts';
import { readServed } from './certificate.ts';

/** Gets the PEM behind an address that `certificateUrl` has allowed. */
export type CertificateSource = { get: (url: string, at: Date) => Promise<string> };

/** What a source needs; `maxBytes` is 64 KiB unless set. */
export type CertificateSourceParts = { fetch: typeof globalThis.fetch; timeoutMs: number; maxBytes?: number };

type CertificateReason = 'unreachable' | 'busy' | 'absent';

/**
 * A certificate that could not be had. `unreachable`: try again later (503), and so for `busy`: too many were fetched
 * of late; `absent`: PayPal says definitely that there is no such certificate, so the webhook that named it is not PayPal's (400).
 */
export class CertificateError extends Error {
  override name = 'CertificateError';
  readonly reason: CertificateReason;
  constructor(reason: CertificateReason, options?: ErrorOptions) {
    super(`The signing certificate is ${reason}`, options);
    this.reason = reason;
  }
}

const MOST_BYTES = 65_536;
const MOST_ENTRIES = 16;
const ABSENT = [400, 404, 410];

/** PayPal signs with one certificate at a time, so whoever names many is not PayPal. */
const MOST_AT_ONCE = 2;
const MOST_A_MINUTE = 5;

/** How long a failure is remembered: `absent` is definite, an unreachable PayPal may be back soon. */
const REMEMBERED_MS = { absent: 60_000, unreachable: 5_000, busy: 0 };

const readCapped = async (response: Response, maxBytes: number): Promise<string> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    // Leaving the loop cancels the body, so nothing more is read.
    if (size > maxBytes) throw new CertificateError('unreachable');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

const download = async (url: string, parts: CertificateSourceParts): Promise<string> => {
  const { fetch, timeoutMs, maxBytes = MOST_BYTES } = parts;
  try {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
    if (response.status !== 200) {
      await response.body?.cancel();
      throw new CertificateError(ABSENT.includes(response.status) ? 'absent' : 'unreachable');
    }
    return await readCapped(response, maxBytes);
  } catch (cause) {
    throw cause instanceof CertificateError ? cause : new CertificateError('unreachable', { cause });
  }
};

/** The moment from which no certificate of the PEM may be used from memory: the earliest `notAfter`, so the leaf's at most. */
const lastMoment = (pem: string): number => {
  const certificates = readServed(pem);
  if (!certificates) throw new CertificateError('unreachable');
  return Math.min(...certificates.map(({ validToDate }) => validToDate.getTime()));
};

/**
 * Fetches certificates without following redirects, within `timeoutMs` and `maxBytes`, and keeps the last 16 of them
 * until they expire. Concurrent calls for one address share a fetch. A failure is a `CertificateError` and remembered for a
 * moment; over two fetches at once or five a minute it is `busy`. What is kept is not touched by that.
 */
export const certificateSource = (parts: CertificateSourceParts): CertificateSource => {
  const kept = new Map<string, { pem: string; until: number }>();
  const missed = new Map<string, { error: CertificateError; since: number }>();
  const underWay = new Map<string, Promise<string>>();
  const allowed = allowance({ atOnce: MOST_AT_ONCE, aMinute: MOST_A_MINUTE });

  const load = async (url: string): Promise<string> => {
    const pem = await download(url, parts);
    kept.delete(url);
    kept.set(url, { pem, until: lastMoment(pem) });
    for (const oldest of [...kept.keys()].slice(0, -MOST_ENTRIES)) kept.delete(oldest);
    return pem;
  };

  const remember = (url: string, since: number, error: unknown): never => {
    if (error instanceof CertificateError && error.reason !== 'busy') missed.set(url, { error, since });
    throw error;
  };

  const forget = (now: number): void => {
    for (const [url, { error, since }] of missed)
      if (!isWithin(since, REMEMBERED_MS[error.reason], now)) missed.delete(url);
  };

  const get = async (url: string, at: Date): Promise<string> => {
    const now = at.getTime();
    const found = kept.get(url);
    if (found && now <= found.until) return found.pem;
    forget(now);
    const miss = missed.get(url);
    if (miss) throw miss.error;
    const begun =
      underWay.get(url) ??
      (allowed(now, () => load(url)) ?? Promise.reject(new CertificateError('busy')))
        .catch((error: unknown) => remember(url, now, error))
        .finally(() => underWay.delete(url));
    underWay.set(url, begun);
    return begun;
  };

  return { get };
};
