import { createHash } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { sessionCookieName } from '../contract/route.ts';

const form = new RegExp(`^${sessionCookieName}=([A-Za-z0-9_-]{22})$`);

/** Returns the visitor's session id out of the cookies; a malformed one counts as none. */
export const sessionOf = (event: APIGatewayProxyEventV2): string | undefined =>
  event.cookies?.map((text) => form.exec(text.trim())?.[1]).find((id) => id !== undefined);

/** Returns the id under which a cart is stored: a digest, so that a table tells no cookie. */
export const visitorOf = (session: string): string =>
  createHash('sha256').update(`visitor\n${session}`).digest('base64url').slice(0, 22);

/** Returns the id under which a customer's cart is stored: a digest too, so that a cart tells no person. */
export const visitorOfPerson = (person: string): string =>
  createHash('sha256').update(`customer\n${person}`).digest('base64url').slice(0, 22);

/** Returns the session cookie: a random id, without Max-Age, so that it ends with the browser (promises P24, P25). */
export const sessionCookie = (session: string): string =>
  `${sessionCookieName}=${session}; Path=/; Secure; HttpOnly; SameSite=Lax`;
