import { createServer, request as ask, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What becomes of a call to the database: it goes through, it hangs for ever and never arrives, or it is refused. */
export type Verdict = 'pass' | 'hang' | 'refuse';

const refusal = JSON.stringify({ __type: 'com.amazon.coral.service#AccessDeniedException', message: 'refused' });

/** Judges a call by its operation, its body, and the access key that it is signed with. */
export type Judge = (operation: string, body: string, accessKey: string) => Verdict;

export type DatabaseProxy = {
  url: string;
  judge: (verdict: Judge) => void;
  close(): Promise<void>;
};

const read = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
};

/** A small proxy before DynamoDB, so that a test can stop a process at one call of its choice. */
export const startDatabaseProxy = async (endpoint: string): Promise<DatabaseProxy> => {
  let verdictOf: Judge = () => 'pass';
  const target = new URL(endpoint);
  const server = createServer((request, response) => {
    void read(request).then(
      (body) => {
        const operation = String(request.headers['x-amz-target'] ?? '').split('.')[1] ?? '';
        const key = /Credential=(\w+)\//.exec(String(request.headers.authorization))?.[1] ?? '';
        const verdict = verdictOf(operation, body.toString('utf8'), key);
        if (verdict === 'hang') return;
        if (verdict === 'refuse') {
          response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' }).end(refusal);
          return;
        }
        const through = ask(
          {
            host: target.hostname,
            port: target.port,
            path: request.url,
            method: request.method,
            headers: request.headers,
          },
          (answer) => {
            response.writeHead(answer.statusCode ?? 500, answer.headers);
            answer.pipe(response);
          },
        );
        through.on('error', () => response.destroy());
        through.end(body);
      },
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    judge: (verdict) => void (verdictOf = verdict),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
