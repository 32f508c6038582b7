import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { Closing } from '../../../packages/local-cloud/src/closing.ts';
import { startClock } from '../../../packages/local-cloud/src/clock.ts';
import { earlierPort } from '../../../local/earlier-ports.ts';
import { homeAt, writeJson } from '../../../local/home.ts';
import { startServices } from '../../../local/services.ts';
import { parseSettings } from '../../../local/settings.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(`${tmpdir()}/candor-services-`)));
afterEach(() => rmSync(folder, { recursive: true }));

/** A port that is free now, and whoever held it is gone. */
const freed = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
};

/** Starts the services, writes down their addresses as a start does, and ends them. */
const once = async (environment: Record<string, string>) => {
  const closing = new Closing();
  const settings = parseSettings([], { CANDOR_HOME: folder, ...environment }, () => '');
  const home = homeAt(folder);
  const { mailbox, paypal } = await startServices(settings, { home, port: 1023, clock: startClock(), closing });
  await closing.run();
  writeJson(home.addresses, { mailbox, paypal: paypal.url });
  return { mailbox, paypal: paypal.url };
};

describe('the port of a stand-in', () => {
  it('is the same again at the next start', async () => {
    expect(await once({})).toEqual(await once({}));
  });

  it('is never that of a service of somebody else, which is not running just now', async () => {
    const [ses, paypal] = [`http://127.0.0.1:${await freed()}`, `http://127.0.0.1:${await freed()}`];
    const foreign = await once({ SES_ENDPOINT: ses, PAYPAL_API_BASE: paypal });
    expect(foreign).toEqual({ mailbox: ses, paypal });
    const own = await once({});
    expect(own.mailbox).not.toBe(ses);
    expect(own.paypal).not.toBe(paypal);
  });

  it.each([
    ['{"paypal":3002}', 3002],
    ['{"paypal":"3002"}', 0],
    ['{"mailbox":3002}', 0],
    ['half of {', 0],
  ])('is read from %s as %d', (text, port) => {
    writeFileSync(homeAt(folder).ports, text);
    expect(earlierPort(homeAt(folder).ports, 'paypal')).toBe(port);
  });
});
