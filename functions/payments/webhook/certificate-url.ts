/** A certificate's address that may be fetched, or the refusal. */
export type CertificateUrl = { ok: true; url: string } | { ok: false; reason: 'foreign-certificate-url' };

/** What decides about an address: the configured base of PayPal's API, and whether http on loopback may do (the local stage alone). */
export type CertificateUrlRule = { apiBase: string; allowLoopbackHttp: boolean };

/** PayPal serves an environment's certificates under both of its API hosts. */
const TWINS = [
  ['https://api-m.paypal.com', 'https://api.paypal.com'],
  ['https://api-m.sandbox.paypal.com', 'https://api.sandbox.paypal.com'],
] as const;
const PATH = '/v1/notifications/certs/';
const SEGMENT = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}$/;
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

const originsOf = ({ apiBase, allowLoopbackHttp }: CertificateUrlRule): readonly string[] => {
  if (!URL.canParse(apiBase)) return [];
  const { origin, protocol, hostname } = new URL(apiBase);
  const isAllowed = protocol === 'https:' || (protocol === 'http:' && allowLoopbackHttp && LOOPBACK.test(hostname));
  if (!isAllowed) return [];
  return TWINS.find((twins) => twins.some((twin) => twin === origin)) ?? [origin];
};

/**
 * Says whether a webhook's `paypal-cert-url` may be fetched: an allowed origin, port included, then
 * `/v1/notifications/certs/` and one plain segment. The text is compared as it is, never parsed as a URL first,
 * so that no normalization can make a hostile address look right.
 */
export const certificateUrl = (url: string, rule: CertificateUrlRule): CertificateUrl => {
  const prefixes = originsOf(rule).map((origin) => `${origin}${PATH}`);
  const isOurs = (prefix: string) => url.startsWith(prefix) && SEGMENT.test(url.slice(prefix.length));
  const isAllowed = typeof url === 'string' && prefixes.some(isOurs);
  return isAllowed ? { ok: true, url } : { ok: false, reason: 'foreign-certificate-url' };
};
