import { Agent, request } from 'node:http';

/** An error that DynamoDB reports; `name` is its type, such as `ResourceNotFoundException`. */
export class DatabaseError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** Calls an operation with its input as DynamoDB's JSON. Rejects with a DatabaseError, or with what the connection says. */
export type DatabaseCall = <T extends object>(operation: string, input: object, signal?: AbortSignal) => Promise<T>;

const targets = { tables: 'DynamoDB_20120810', streams: 'DynamoDBStreams_20120810' };

/** A call that hangs is given up after this time, in milliseconds: one that waited for ever would end what waits for it. */
const longestCallMs = { tables: 10_000, streams: 3000 };

/** Connections are kept: streams are looked at many times a second. */
const agent = new Agent({ keepAlive: true });

type Sent = { headers: Record<string, string>; body: string; limitMs: number; signal: AbortSignal | undefined };

/** As `fetch` does it, for a third of its processor time. */
const post = (
  url: string,
  { headers, body, limitMs, signal }: Sent,
): Promise<{ ok: boolean; status: number; text: string }> =>
  new Promise((resolve, reject) => {
    const call = request(url, { method: 'POST', headers, agent, signal }, (response) => {
      const { statusCode: status = 0 } = response;
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ ok: status === 200, status, text }));
      response.on('error', reject);
    });
    const limit = setTimeout(() => call.destroy(new Error('no response in time')), limitMs);
    call.on('error', reject);
    call.on('close', () => clearTimeout(limit));
    call.end(body);
  });

/**
 * Returns how tables, or their streams, are called at a local endpoint. The SDK would do the same, take some 15 MB for it, and turn
 * records into another form and back. DynamoDB Local wants an access key and looks at no signature.
 */
export const databaseAt = (endpoint: string, api: keyof typeof targets = 'tables'): DatabaseCall => {
  const authorization =
    'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0';
  return async (operation, input, signal) => {
    const target = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `${targets[api]}.${operation}` };
    const headers = { authorization, ...target };
    const sent = { headers, body: JSON.stringify(input), limitMs: longestCallMs[api], signal };
    const { ok, status, text } = await post(endpoint, sent);
    const body = JSON.parse(text) as { __type?: string; message?: string; Message?: string };
    if (ok) return body as never;
    const name = body.__type?.split('#').at(-1) ?? `Status${status}`;
    throw new DatabaseError(name, body.message ?? body.Message ?? name);
  };
};

/** Tells whether an error is one of DynamoDB's of this type. */
export const isError = (error: unknown, name: string): boolean => error instanceof DatabaseError && error.name === name;
