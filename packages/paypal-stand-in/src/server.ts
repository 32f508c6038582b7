import { randomBytes } from 'node:crypto';
import { Faults, serve, type Part } from 'local-cloud/stand-in';
import { Api } from './api.ts';
import { openChain } from './certificates.ts';
import { Courier } from './courier.ts';
import type { Desk, Ports, Settings } from './desk.ts';
import { dispatch } from './dispatch.ts';
import { faultNames, type PaypalFaults } from './faults.ts';
import { paypalJson } from './paypal-json.ts';
import { refuseStatus } from './refusals.ts';
import { State } from './state.ts';
import { startSweeping } from './sweep.ts';

/** A PayPal that runs; `anchorsPem` holds the intermediate and the root that its webhooks' leaf certificate chains to. */
export type RunningPaypal = Part & { url: string; anchorsPem: string; pending: () => boolean };

const outside: Ports = { now: () => new Date(), random: randomBytes, fetch };

/**
 * Starts a stand-in for PayPal's Orders, Payments and Webhooks APIs on 127.0.0.1. What it has answered for survives a
 * killed process in `dir`, one process at a time; faults do not. Rejects when the port is taken or the folder unreadable.
 */
export const startPaypal = async (settings: Settings, ports: Ports = outside): Promise<RunningPaypal> => {
  const chain = await openChain(settings.dir, ports.now());
  const state = State.open(settings.dir, ports.now().getTime());
  const desk: Desk = { settings, url: '', ports, state, faults: new Faults<PaypalFaults>(faultNames) };
  const closing = new AbortController();
  const courier = new Courier(desk, chain);
  const parts = { desk, courier, api: new Api(desk, chain, courier, closing.signal), chain };
  const server = await serve({
    port: settings.port,
    largestBody: 1_048_576,
    answer: (call) => dispatch(parts, call),
    failure: paypalJson(500, refuseStatus(500).body),
  }).catch((error: unknown) => {
    state.close();
    throw error;
  });
  desk.url = server.url;
  courier.resume();
  const stopSweeping = startSweeping(desk, courier);
  const close = async (): Promise<void> => {
    closing.abort();
    stopSweeping();
    courier.close();
    await server.close();
    state.close();
  };
  return {
    name: 'paypal',
    url: server.url,
    anchorsPem: `${chain.intermediatePem}\n${chain.rootPem}\n`,
    pending: () => state.rows('pending').length > 0,
    close,
  };
};
