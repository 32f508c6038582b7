/** The one catalogue of errors (RFC 9457): slug → status and title. A title never contains what was sent in. */
export const problems = {
  'malformed-json': { status: 400, title: 'The body is not valid JSON.' },
  'idempotency-key-required': { status: 400, title: 'This request needs the header Idempotency-Key.' },
  'invalid-idempotency-key': { status: 400, title: 'Idempotency-Key must be 1 to 64 printable ASCII characters.' },
  'invalid-signature': { status: 400, title: 'The signature of this message does not verify.' },
  'foreign-origin': { status: 403, title: 'Requests that change something are accepted from the shop itself only.' },
  unauthorized: { status: 401, title: 'This needs a valid access token.' },
  'not-found': { status: 404, title: 'There is nothing here.' },
  'unknown-product': { status: 404, title: 'There is no such product.' },
  'method-not-allowed': { status: 405, title: 'This address does not take this method.' },
  'body-too-large': { status: 413, title: 'The body is larger than 64 KiB.' },
  'unsupported-media-type': { status: 415, title: 'The body must be application/json.' },
  'invalid-request': { status: 422, title: 'Some fields are missing, unknown or not valid.' },
  'idempotency-conflict': { status: 422, title: 'This Idempotency-Key was used with another body.' },
  'cart-empty': { status: 409, title: 'There is nothing in the cart.' },
  'cart-full': { status: 409, title: 'A cart holds at most 10 different cards.' },
  'cart-changed': { status: 409, title: 'The cart changed meanwhile; look at it again.' },
  'out-of-stock': { status: 409, title: 'A card in the cart is out of stock, or fewer are left than the cart has.' },
  'payment-under-way': {
    status: 409,
    title: 'A payment for this cart has begun with another form; see to that order, or change the cart.',
  },
  'mixed-currencies': { status: 409, title: 'A cart holds cards of one currency only.' },
  'price-changed': {
    status: 409,
    title: 'A price changed; the cart now shows the new one. Look at it and check out again.',
  },
  'notice-changed': {
    status: 409,
    title: 'The notice at the point of sale changed; show the new one and check out again.',
  },
  'internal-error': { status: 500, title: 'Something went wrong on our side.' },
  unavailable: { status: 503, title: 'A service that this needs is down; try again in a moment.' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemSlug = keyof typeof problems;

/** Where a request is wrong (a JSON pointer of declared names) and in what way; never what was sent. */
export type FieldError = { at: string; is: string };

/** Thrown when something we depend on cannot answer now; becomes 503 with Retry-After. */
export class Unavailable extends Error {
  override name = 'Unavailable';
}

/** The RFC 9457 body of a problem; `instance` is the request id. */
export const problemBody = (slug: ProblemSlug, instance: string, errors?: readonly FieldError[]) => ({
  type: `/problems/${slug}`,
  title: problems[slug].title,
  status: problems[slug].status,
  instance,
  ...(errors && { errors }),
});
