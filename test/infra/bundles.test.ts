import { existsSync, mkdtempSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { contexts } from '../../functions/contexts.ts';
import { context } from '../../functions/kit/contract/contract.ts';
import { entriesOf } from '../../lib/app.ts';
import { bundle, BundleError, bundleOf } from '../../lib/bundle/bundle.ts';
import { functionsOf } from '../../lib/plans/functions.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'candor-bundles-'));
const plans = functionsOf(contexts);
const file = (name: string) => path.join(bundleOf(name, folder), 'index.js');

const kilobyte = 1024;

/** Bytes that a bundle may have, SDK included: some more than it has. What has no table has no client of DynamoDB either. */
const most = (name: string): number => {
  // It holds docs/openapi.json, which grows with every route.
  if (name === 'meta-public') return 240 * kilobyte;
  if (name === 'checkout-public') return 300 * kilobyte;
  // Password and tokens are checked here, and whoever shows all that is held reads all of it.
  if (name.startsWith('accounts-') || /^privacy-(public|staff)$/.test(name)) return 330 * kilobyte;
  // They do all that payments do.
  if (/^payments-(settle|sweep|reconcile)$/.test(name)) return 330 * kilobyte;
  return (/^mail-(deliver|sweep|pace)$/.test(name) ? 345 : 300) * kilobyte;
};

beforeAll(async () => {
  await bundle(entriesOf(contexts), folder);
});

describe('bundles', () => {
  it.each(plans)('$name is small, SDK included', ({ name }) => {
    expect(statSync(file(name)).size).toBeLessThanOrEqual(most(name));
  });

  it.each(plans)('$name loads as CommonJS and exports its handler', ({ name }) => {
    const settings = { STAGE: 'test', ORIGIN: 'https://shop.example', PAYPAL_API_BASE: 'https://paypal.example' };
    Object.assign(process.env, settings, {
      MAIL_FROM: 'a@shop.example',
      NEWS_FROM: 'a@news.shop.example',
      SEND_RATE: '14',
      TOPIC_ARN: 'arn:topic',
      VERSION: '0.0.0',
      HOME_COUNTRY: 'US',
      AWS_REGION: 'us-east-1',
    });
    const loaded = createRequire(import.meta.url)(file(name)) as { handler?: unknown };
    expect(typeof loaded.handler).toBe('function');
  });

  it('tell what is in them', () => {
    expect(existsSync(path.join(folder, 'meta.json'))).toBe(true);
    const { outputs } = JSON.parse(readFileSync(path.join(folder, 'meta.json'), 'utf8')) as { outputs: object };
    expect(Object.keys(outputs)).toHaveLength(plans.length);
  });

  it('are refused in one sentence when a function has no module', () => {
    const bare = context('bare', {
      workers: { tidy: { on: { every: '5 minutes' }, summary: 'Tidies', timeout: 10, uses: [] } },
    });
    expect(() => entriesOf([bare])).toThrow(
      new BundleError('Function bare-tidy cannot be bundled: functions/bare/workers.ts is missing.'),
    );
  });

  it('are refused when a module cannot be read', async () => {
    const broken = bundle([{ name: 'broken', source: "import './cart/none.ts';" }], folder);
    await expect(broken).rejects.toThrow(BundleError);
  });
});
