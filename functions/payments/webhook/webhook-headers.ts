/** Headers in any letter case; a list is a header that was sent several times. */
export type WebhookHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** What PayPal says in its headers about one transmission of an event. */
export type Transmission = { id: string; time: string; signature: string; algorithm: string };

/**
 * Returns the header's one value; `undefined` if it is absent, empty, or said twice, since then nobody knows which one
 * was meant.
 */
export const headerValue = (headers: WebhookHeaders, name: string): string | undefined => {
  const values = Object.entries(headers ?? {})
    .filter(([key, value]) => key.toLowerCase() === name && value !== undefined)
    .flatMap(([, value]) => value);
  const [only] = values;
  return values.length === 1 && typeof only === 'string' && only !== '' ? only : undefined;
};

/** Reads the transmission's four headers; `undefined` if one of them is missing. */
export const readTransmission = (headers: WebhookHeaders): Transmission | undefined => {
  const id = headerValue(headers, 'paypal-transmission-id');
  const time = headerValue(headers, 'paypal-transmission-time');
  const signature = headerValue(headers, 'paypal-transmission-sig');
  const algorithm = headerValue(headers, 'paypal-auth-algo');
  if (!id || !time || !signature || !algorithm) return undefined;
  return { id, time, signature, algorithm };
};
