import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Api } from './api.ts';
import { openChain } from './certificates.ts';
import { Courier } from './courier.ts';
import type { Desk, Ports, Settings } from './desk.ts';
import { dispatch } from './dispatch.ts';
import { json, readCall, sendReply } from './exchange.ts';
import { Faults } from './faults.ts';
import { refuseStatus } from './refusals.ts';
import { State } from './state.ts';
import { startSweeping } from './sweep.ts';

/** A PayPal that runs; `anchorsPem` holds the intermediate and the root that its webhooks' leaf certificate chains to. */
export type RunningPaypal = {
  url: string;
  anchorsPem: string;
  /** Whether a webhook is still to be delivered. */
  pending(): boolean;
  close(): Promise<void>;
};

const outside: Ports = { now: () => new Date(), random: randomBytes, fetch };

/**
 * Starts a stand-in for PayPal's Orders, Payments and Webhooks APIs on 127.0.0.1. What it has answered for survives a
 * killed process in `dir`, one process at a time; faults do not. Rejects when the port is taken or the folder unreadable.
 */
export const startPaypal = async (settings: Settings, ports: Ports = outside): Promise<RunningPaypal> => {
  const chain = await openChain(settings.dir, ports.now());
  const server = createServer();
  await listen(server, settings.port);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const state = await orClose(server, () => State.open(settings.dir, ports.now().getTime()));
  const desk: Desk = { settings, url, ports, state, faults: new Faults() };
  const closing = new AbortController();
  const courier = new Courier(desk, chain);
  const api = new Api(desk, chain, courier, closing.signal);
  server.on('request', (request, response) => void handle(request, response, { desk, courier, api, chain }));
  courier.resume();
  const stopSweeping = startSweeping(desk, courier);
  const close = async () => {
    closing.abort();
    stopSweeping();
    courier.close();
    await shut(server);
    state.close();
  };
  return {
    url,
    anchorsPem: `${chain.intermediatePem}\n${chain.rootPem}\n`,
    pending: () => state.rows('pending').length > 0,
    close,
  };
};

const handle = async (
  request: IncomingMessage,
  response: ServerResponse,
  parts: Parameters<typeof dispatch>[0],
): Promise<void> => {
  try {
    const call = await readCall(request, parts.desk.url);
    sendReply(response, call === undefined ? json(413, refuseStatus(413).body) : await dispatch(parts, call));
  } catch {
    // A connection that broke while it was read, or a stop during a delayed answer; anything else is a 500 as well.
    if (request.destroyed || response.headersSent) response.destroy();
    else sendReply(response, json(500, refuseStatus(500).body));
  }
};

const listen = (server: Server, port: number): Promise<void> => {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
};

const orClose = async <T>(server: Server, open: () => T): Promise<T> => {
  try {
    return open();
  } catch (error) {
    await shut(server);
    throw error;
  }
};

const shut = (server: Server): Promise<void> => {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
};
