import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';

/** A webhook as it came in. */
export type Received = {
  rawHeaders: string[];
  headers: Record<string, string>;
  body: Buffer;
  event: { id: string; event_type: string; resource: Record<string, unknown> };
};

/** Starts a shop that takes webhooks, with the status that `statusFor` returns. */
export const startReceiver = async (statusFor: (webhook: Received) => number = () => 200) => {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      const headers = request.headers as Record<string, string>;
      const webhook = { rawHeaders: request.rawHeaders, headers, body, event: JSON.parse(body.toString()) };
      received.push(webhook);
      response.writeHead(statusFor(webhook)).end('noted');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/paypal`;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  /** Returns the webhooks about an order or another thing, by its id, of one type or of any. */
  const of = (id: string, type = '') =>
    received.filter(({ body, event }) => body.includes(id) && event.event_type.includes(type));
  const types = (id = '') => of(id).map(({ event }) => event.event_type);
  return { url, received, close, of, types };
};

export type Receiver = Awaited<ReturnType<typeof startReceiver>>;
