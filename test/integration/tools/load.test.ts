import { getProducts } from '../../../functions/catalogue/public.ts';
import { freeCount, pinsOf } from '../../../functions/pins/public.ts';
import { startLocalStage, type LocalStage, type Ran } from '../../harness/local-stage.ts';
import { holdFor } from '../../builders/pool.ts';

let stage: LocalStage;
beforeAll(async () => void (stage = await startLocalStage()), 60_000);
afterAll(() => stage.close());

const card = (sku: string, amount = '10.00', currency = 'USD') => ({
  sku,
  name: `Card ${sku}`,
  description: 'It calls.',
  faceValue: { amount, currency },
  price: { amount, currency },
  countries: ['US'],
});
const productsJson = (...cards: object[]) => `[\n${cards.map((each) => JSON.stringify(each)).join(',\n')}\n]\n`;
const pinsCsv = (...lines: string[]) => `\ufeffsku,pin\r\n${lines.map((line) => `${line}\r\n`).join('')}`;
const both = ['--stage', 'local', 'products.json', 'pins.csv'];

/** Whatever is said, no PIN is in it: the PINs of these tests begin with 55500. */
const expectNoPin = ({ out, err }: Ran) => expect([...out, ...err].join('\n')).not.toContain('55500');

describe('npm run load', () => {
  it('loads products and PINs, which open for the order that gets them, and a second run loads nothing', async () => {
    const files = {
      'products.json': `\ufeff${productsJson(card('FIRST-10'), card('FIRST-20', '1000', 'JPY'))}`,
      'pins.csv': pinsCsv('FIRST-10,555001110001', '"FIRST-10","5550 0111 0002"', 'FIRST-20,555001110003'),
    };
    const first = await stage.load(both, files);
    expect(first).toEqual({
      code: 0,
      out: ['products.json: 2 new, 0 changed, 0 unchanged, 0 refused', 'pins.csv: 3 new, 0 already there, 0 refused'],
      err: [],
    });
    expectNoPin(first);
    expect(await holdFor('order-1', [{ sku: 'FIRST-10', quantity: 2 }], stage.ports)).toBe('claimed');
    expect((await pinsOf('order-1', stage.ports)).map(({ pin }) => pin).sort()).toEqual([
      '5550 0111 0002',
      '555001110001',
    ]);
    expect(await stage.load(both, files)).toMatchObject({
      code: 0,
      out: ['products.json: 0 new, 0 changed, 2 unchanged, 0 refused', 'pins.csv: 0 new, 3 already there, 0 refused'],
    });
    expect(await freeCount('FIRST-10', 9, stage.ports)).toBe(0);
  });

  it('tells every line that is wrong, loads all others, never prints a PIN, and ends with 1', async () => {
    await stage.load(['--stage', 'local', 'p.json'], { 'p.json': productsJson(card('THERE-EUR', '10.00', 'EUR')) });
    const ran = await stage.load(both, {
      'products.json': productsJson(card('SECOND-10'), card('SECOND-20', '10'), card('THERE-EUR'), card('SECOND-30')),
      'pins.csv': pinsCsv(
        'SECOND-10,555002220001',
        'SECOND-20,555002220002',
        'SECOND-10,5550-0222-0001',
        'NOWHERE,555002220003',
        'SECOND-10,"555002220004',
        'SECOND-30,555002220005',
      ),
    });
    expect(ran).toEqual({
      code: 1,
      out: ['products.json: 2 new, 0 changed, 0 unchanged, 2 refused', 'pins.csv: 2 new, 0 already there, 4 refused'],
      err: [
        'products.json:3: faceValue.amount is not an amount above zero with the decimals of its currency',
        'products.json:3: price.amount is not an amount above zero with the decimals of its currency',
        'products.json:4: the currency of a SKU cannot change: give the card another SKU',
        'pins.csv:3: no product of the stage has this SKU',
        'pins.csv:4: the same PIN is further up',
        'pins.csv:5: no product of the stage has this SKU',
        'pins.csv:6: its quotes do not fit',
      ],
    });
    expectNoPin(ran);
    const kept = await getProducts(['SECOND-10', 'SECOND-20', 'SECOND-30', 'THERE-EUR'], stage.ports);
    expect([...kept.keys()].sort()).toEqual(['SECOND-10', 'SECOND-30', 'THERE-EUR']);
    expect(kept.get('THERE-EUR')?.price.currency).toBe('EUR');
  });

  it('takes either file alone: PINs for products of before, and a product that changed', async () => {
    const products = ['--stage', 'local', 'products.json'];
    await stage.load(products, { 'products.json': productsJson(card('THIRD-10')) });
    const changed = await stage.load(products, { 'products.json': productsJson(card('THIRD-10', '11.00')) });
    expect(changed.out).toEqual(['products.json: 0 new, 1 changed, 0 unchanged, 0 refused']);
    const pins = await stage.load(['--stage', 'local', 'pins.csv'], { 'pins.csv': 'sku,pin\nTHIRD-10,555003330001' });
    expect(pins).toMatchObject({ code: 0, out: ['pins.csv: 1 new, 0 already there, 0 refused'] });
  });

  it.each([
    ['a product', productsJson(card('FIFTH-10'), card('FIFTH-20', '10')), pinsCsv('FIFTH-10,555005550001')],
    ['a PIN', productsJson(card('SIXTH-10')), pinsCsv('SIXTH-10,555006660001', 'NOWHERE,555006660002')],
  ])('ends with 1 when %s alone was refused', async (_what, products, pins) => {
    expect(await stage.load(both, { 'products.json': products, 'pins.csv': pins })).toMatchObject({ code: 1 });
  });

  it('asks for a hundred products at once, which is as many as DynamoDB gives', async () => {
    const cards = Array.from({ length: 101 }, (_, n) => card(`MANY-${n}`));
    const pins = cards.map(({ sku }, n) => `${sku},55500777${String(n).padStart(4, '0')}`);
    const files = { 'products.json': productsJson(...cards), 'pins.csv': pinsCsv(...pins) };
    expect(await stage.load(both, files)).toMatchObject({
      code: 0,
      out: [
        'products.json: 101 new, 0 changed, 0 unchanged, 0 refused',
        'pins.csv: 101 new, 0 already there, 0 refused',
      ],
    });
    expect((await stage.load(both, files)).out[0]).toBe('products.json: 0 new, 0 changed, 101 unchanged, 0 refused');
  });

  it('of thousands of PINs takes them all', async () => {
    const lines = Array.from({ length: 3000 }, (_, n) => `FOURTH-10,55500444${String(n).padStart(4, '0')}`);
    const ran = await stage.load(both, {
      'products.json': productsJson(card('FOURTH-10')),
      'pins.csv': pinsCsv(...lines),
    });
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.out[1]).toBe('pins.csv: 3000 new, 0 already there, 0 refused');
    for (const line of ran.err) expect(line).toMatch(/^pins\.csv: \d+ of 3000, \d+ a second$/);
  }, 60_000);
});
