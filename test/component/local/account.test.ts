import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startClock } from '../../../packages/local-cloud/src/clock.ts';
import { openPorts } from '../../../packages/local-cloud/src/ports.ts';
import { accountAt } from '../../../local/secrets.ts';
import { parseSettings } from '../../../local/settings.ts';
import { shopHome, startOwnPaypal } from '../../../local/shop.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'candor-account-'))));
afterEach(() => rmSync(folder, { recursive: true }));

describe("the shop's folder of data", () => {
  it('keeps its account and signing key once they are made', () => {
    let next = 0;
    const random = (bytes: number): Buffer => Buffer.alloc(bytes, ++next);
    const made = accountAt(shopHome(folder).secrets, random);
    expect(made.paypal.webhookId).toMatch(/^[0-9A-F]{17}$/);
    expect(made.paypal.merchantId).toMatch(/^[0-9A-F]{13}$/);
    expect(Buffer.from(made.signingKeys.keys['k1'] ?? '', 'base64')).toHaveLength(32);
    expect(accountAt(shopHome(folder).secrets, random)).toEqual(made);
  });

  it('gets the keys that an older shop did not have, and keeps the others', () => {
    const random = (bytes: number): Buffer => Buffer.alloc(bytes, 1);
    const { auditLogKey: _, ...older } = accountAt(shopHome(folder).secrets, random);
    writeFileSync(shopHome(folder).secrets, JSON.stringify(older));
    const newer = accountAt(shopHome(folder).secrets, (bytes) => Buffer.alloc(bytes, 2));
    expect(newer).toMatchObject(older);
    expect(newer.auditLogKey.keys['k1']).toBe(Buffer.alloc(32, 2).toString('base64'));
  });

  it('keeps the port of the PayPal stand-in, whose links are good again after a restart', async () => {
    const settings = parseSettings([], { CANDOR_HOME: folder }, () => '');
    const account = accountAt(shopHome(folder).secrets, (bytes) => Buffer.alloc(bytes, 1));
    const once = async (): Promise<string> => {
      const ports = openPorts(shopHome(folder).ports, 1023);
      const ground = { origin: 'http://127.0.0.1:1023', port: 1023, clock: startClock(), ports };
      const paypal = await startOwnPaypal(settings, account, ground);
      await paypal.close();
      return paypal.url;
    };
    expect(await once()).toBe(await once());
  });
});
