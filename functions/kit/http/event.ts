import type { APIGatewayProxyEventV2 } from 'aws-lambda';

const personal = ['x-forwarded-for', 'forwarded', 'via', 'cloudfront-viewer-address', 'x-real-ip'];

/** Deletes what tells who is at the other end of the line, before a logger or a handler can see it. */
export const scrub = (event: APIGatewayProxyEventV2): void => {
  event.requestContext.http.sourceIp = '';
  event.requestContext.http.userAgent = '';
  for (const name of personal) delete event.headers[name];
};

/** Returns method and path of a request, without the stage that `rawPath` begins with. */
export const targetOf = ({ rawPath, requestContext: { http, stage } }: APIGatewayProxyEventV2) => ({
  method: http.method,
  path: rawPath.startsWith(`/${stage}/`) ? rawPath.slice(stage.length + 1) : rawPath,
});

/** Returns the body's bytes as they were sent. */
export const bodyBytes = (event: APIGatewayProxyEventV2): Buffer =>
  Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');

/** Characters of a cookie's value (RFC 6265) that need no quotes. */
const cookieValue = /^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]+$/;

/** Returns the cookies of these names that came with a request; one that was sent twice, or has another form, counts as none. */
export const cookiesOf = (
  { cookies = [] }: APIGatewayProxyEventV2,
  names: readonly string[] = [],
): Record<string, string> => {
  const sent = cookies.map((text) => text.trim());
  return Object.fromEntries(
    names.flatMap((name) => {
      const values = sent.flatMap((text) => (text.startsWith(`${name}=`) ? [text.slice(name.length + 1)] : []));
      return values.length === 1 && cookieValue.test(values[0] ?? '') ? [[name, values[0] ?? '']] : [];
    }),
  );
};
