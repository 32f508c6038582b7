import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPaypal, type RunningPaypal } from '../../src/server.ts';
import { client, credentials } from './client.ts';
import { startReceiver, type Received, type Receiver } from './receiver.ts';
import { until } from './until.ts';

export type Options = {
  /** The status that a webhook gets. */
  statusFor?: (webhook: Received) => number;
  now?: () => Date;
  approvalWindowMs?: number;
};

/** Makes a folder that is removed when the tests of the file, or of the describe block, have ended. */
export const folderForTests = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'paypal-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  return folder;
};

/**
 * Starts a stand-in in a folder of its own before the tests of a describe block, with a receiver for its webhooks and a client that
 * has a token; clears its faults after each, and closes it after all.
 */
export const shopForTests = ({ statusFor, now = () => new Date(), ...settings }: Options = {}) => {
  const dir = folderForTests();
  const open = {} as { receiver: Receiver; paypal: RunningPaypal };
  beforeAll(async () => {
    open.receiver = await startReceiver(statusFor);
    const all = { port: 0, dir, webhookUrl: open.receiver.url, ...credentials, ...settings };
    open.paypal = await startPaypal(all, { now });
  });
  const calls = client(() => open.paypal.url);
  afterEach(() => calls.clearFaults());
  afterAll(async () => {
    await open.paypal.close();
    await open.receiver.close();
  });
  /** Returns the first webhook of a type about an order or another thing, once it has come. */
  const webhook = async (type: string, id: string): Promise<Received> => {
    await until(() => open.receiver.of(id, type).length > 0);
    return open.receiver.of(id, type)[0] as Received;
  };
  return Object.assign(open, { ...calls, dir, webhook });
};
