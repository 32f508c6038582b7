import { SignatureV4 } from '@smithy/signature-v4';
import type { Ports } from './ports.ts';

/** A POST to a service of AWS. */
export type ServiceRequest = { service: string; url: URL; headers: Record<string, string>; body: string };

/**
 * Returns the headers of a request with its signature, by the SDK's own signer and the credentials of the DynamoDB client: both are
 * in every bundle, where a client of Lambda would be 238 KB more and one of Cognito 38 KB.
 */
export const signedHeaders = async (
  { service, url, headers, body }: ServiceRequest,
  { dynamo: { config } }: Pick<Ports, 'dynamo'>,
): Promise<Record<string, string>> => {
  const region = await config.region();
  const signer = new SignatureV4({ service, region, credentials: config.credentials, sha256: config.sha256 });
  const { protocol, hostname, pathname: path } = url;
  const signed = await signer.sign({
    method: 'POST',
    protocol,
    hostname,
    path,
    headers: { host: url.host, ...headers },
    body,
  });
  return signed.headers;
};
