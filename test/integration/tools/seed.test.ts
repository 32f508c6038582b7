import { jest } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { freeCount, pinsOf } from '../../../functions/pins/public.ts';
import { knownProducts } from '../../../tools/load/products.ts';
import { seedDemonstration } from '../../../tools/load/seed.ts';
import { startLocalStage, type LocalStage } from '../../harness/local-stage.ts';
import { holdFor, pinRows } from '../../builders/pool.ts';

let stage: LocalStage;
beforeAll(async () => void (stage = await startLocalStage()), 60_000);
afterAll(() => stage.close());

const demonstration = JSON.parse(readFileSync('tools/load/demonstration.json', 'utf8')) as { sku: string }[];
const skus = demonstration.map(({ sku }) => sku);

/** Ten stocks of two hundred PINs take seconds, and a minute on a busy machine. */
jest.setTimeout(180_000);

describe('the demonstration', () => {
  it('sells cards in three currencies and several countries, one of them out of stock and one nearly', async () => {
    await seedDemonstration(stage.ports);
    const products = [...(await knownProducts(skus, stage.ports)).values()];
    expect(products.length).toBeGreaterThanOrEqual(6);
    expect(new Set(products.map(({ price }) => price.currency))).toEqual(new Set(['USD', 'EUR', 'JPY']));
    expect(new Set(products.flatMap(({ countries }) => countries)).size).toBeGreaterThan(5);
    const stocks = await Promise.all(skus.map(async (sku) => (await pinRows(sku, stage.ports)).length));
    expect([...stocks].sort((a, b) => a - b).slice(0, 3)).toEqual([0, 10, 200]);
    expect(
      (await Promise.all(skus.map((sku) => freeCount(sku, 1, stage.ports)))).filter((there) => !there),
    ).toHaveLength(1);
  });

  it('has PINs of twelve digits, and begun twice it sells none again', async () => {
    const sku = 'LATINO-USD-5';
    await seedDemonstration(stage.ports);
    expect(await holdFor('order-1', [{ sku, quantity: 9 }], stage.ports)).toBe('claimed');
    await seedDemonstration(stage.ports);
    expect((await pinRows(sku, stage.ports)).filter((row) => row.free)).toHaveLength(1);
    const pins = await pinsOf('order-1', stage.ports);
    expect(new Set(pins.map(({ pin }) => pin)).size).toBe(9);
    for (const { pin } of pins) expect(pin).toMatch(/^\d{12}$/);
  });
});
