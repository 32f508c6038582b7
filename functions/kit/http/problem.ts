/**
 * How a problem is shown (RFC 9457). A title never contains what was sent in; `members` names what else a problem may say, each a
 * text of ours such as a time.
 */
export type ProblemSpec = { status: number; title: string; members?: readonly string[] };

/** Problems by slug. */
export type Problems = Readonly<Record<string, ProblemSpec>>;

/** The problems of the kit itself; a context declares its own in its contract. */
export const problems = {
  'malformed-json': { status: 400, title: 'The body is not valid JSON.' },
  'idempotency-key-required': { status: 400, title: 'This request needs the header Idempotency-Key.' },
  'invalid-idempotency-key': { status: 400, title: 'Idempotency-Key must be 1 to 64 printable ASCII characters.' },
  unauthorized: { status: 401, title: 'This needs a valid access token.' },
  forbidden: { status: 403, title: 'This access token does not open this.' },
  'account-deactivated': { status: 403, title: 'This account is deactivated; reactivate it first.' },
  'foreign-origin': { status: 403, title: 'Requests that change something are accepted from the shop itself only.' },
  'not-found': { status: 404, title: 'There is nothing here.' },
  'method-not-allowed': { status: 405, title: 'This address does not take this method.' },
  'body-too-large': { status: 413, title: 'The body is larger than 64 KiB.' },
  'unsupported-media-type': { status: 415, title: 'The body is of another media type than this takes.' },
  'invalid-request': { status: 422, title: 'Some fields are missing, unknown or not valid.' },
  'sign-in-again': { status: 403, title: 'Sign in again; this needs a sign-in of the last fifteen minutes.' },
  'idempotency-conflict': { status: 422, title: 'This Idempotency-Key was used with another body.' },
  'internal-error': { status: 500, title: 'Something went wrong on our side.' },
  unavailable: { status: 503, title: 'A service that this needs is down; try again in a moment.' },
} as const satisfies Problems;

export type ProblemSlug = keyof typeof problems;

/** Returns the problems that routes of a context may name: its own and the kit's. */
export const problemsOf = (context: { problems?: Problems }): Problems => ({ ...problems, ...context.problems });

/** Where a request is wrong (a JSON pointer of declared names) and in what way; never what was sent. */
export type FieldError = { at: string; is: string };

/** Thrown when something we depend on cannot answer now; becomes 503 with Retry-After. */
export class Unavailable extends Error {
  override name = 'Unavailable';
}

/** Returns the RFC 9457 body of a problem; `instance` is the request id. Of `said` only declared members go out. */
export const problemBody = (
  slug: string,
  { status, title, members = [] }: ProblemSpec,
  instance: string,
  errors?: readonly FieldError[],
  said: Readonly<Record<string, string>> = {},
) => ({
  type: `/problems/${slug}`,
  title,
  status,
  instance,
  ...(errors && { errors }),
  ...Object.fromEntries(members.flatMap((name) => (name in said ? [[name, said[name]]] : []))),
});
