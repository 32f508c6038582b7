import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { RouteSpec } from '../contract.ts';

/**
 * Whether a request may change something: it comes from the shop's own origin, or from no browser page at all. An absent
 * Origin is fine unless Sec-Fetch-Site says cross-site. Signed webhooks have no origin to check.
 */
export const fromOwnOrigin = (event: APIGatewayProxyEventV2, route: RouteSpec, origin: string): boolean => {
  if (event.requestContext.http.method === 'GET' || route.auth === 'signed-webhook' || route.at === '$default')
    return true;
  const given = event.headers['origin'];
  return given === undefined ? event.headers['sec-fetch-site'] !== 'cross-site' : given === origin;
};
