import { bodyBytes, cookiesOf, targetOf } from '../event.ts';
import { parseRequest } from '../parse.ts';
import type { Request } from '../types.ts';
import { callOf, type Middleware } from './middleware.ts';

/** Makes of the event what the handler sees: declared, parsed fields and nothing else. */
export const validate: Middleware = {
  before: ({ event, context }) => {
    const call = callOf(context);
    const { spec, identity } = call;
    const bytes = bodyBytes(event);
    call.request = {
      ...parseRequest(spec, event, bytes),
      privacyControl: event.headers['sec-gpc'] === '1',
      visitor: identity.visitor,
      customer: identity.customer,
      staff: identity.staff,
      cookies: cookiesOf(event, spec.cookies),
      isFromBrowser: event.headers['sec-fetch-site'] !== undefined,
      signed: spec.auth === 'signed-webhook' ? { bytes, headers: event.headers } : undefined,
      target: spec.at === '$default' ? targetOf(event) : undefined,
      route: spec.at,
    } as Request;
  },
};
