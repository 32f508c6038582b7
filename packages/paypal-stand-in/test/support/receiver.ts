import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A webhook as it came in. */
export type Received = {
  rawHeaders: string[];
  headers: Record<string, string>;
  body: Buffer;
  event: { id: string; event_type: string; resource: Record<string, never> & Record<string, unknown> };
};

/** A shop that takes webhooks, answering each with the status that `answers` gives. */
export const startReceiver = async (answers: (event: Received) => number = () => 200) => {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const headers = request.headers as Record<string, string>;
      const one = { rawHeaders: request.rawHeaders, headers, body, event: JSON.parse(body.toString()) };
      received.push(one);
      response.writeHead(answers(one)).end('noted');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/paypal`;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url, received, close, types: () => received.map(({ event }) => event.event_type) };
};
