import type { APIGatewayProxyEventV2 } from 'aws-lambda';

const crossSite = 'cross-site';
/** What Sec-Fetch-Site may say: https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header */
const sites = ['same-origin', 'same-site', 'none', crossSite];

/**
 * Returns whether a request may change something: it comes from the shop's own origin, or from no browser page at all.
 * An absent Origin is fine unless Sec-Fetch-Site says cross-site. A header that was sent twice, which the gateway
 * joins with a comma, says nothing.
 */
export const fromOwnOrigin = (event: APIGatewayProxyEventV2, origin: string): boolean => {
  const { origin: from, 'sec-fetch-site': site } = event.headers;
  if (site !== undefined && !sites.includes(site.toLowerCase())) return false;
  return from === undefined ? site?.toLowerCase() !== crossSite : from === origin;
};
