import { readPins } from '../../../../tools/load/pins.ts';
import { readProducts } from '../../../../tools/load/products.ts';
import { money } from '../../../builders/cards.ts';

const card = (sku: string, more: object = {}) => ({
  sku,
  name: 'A card',
  description: 'It calls.',
  faceValue: { amount: '10.00', currency: 'USD' },
  price: { amount: '9.50', currency: 'USD' },
  countries: ['US'],
  ...more,
});
const products = (...elements: unknown[]) =>
  readProducts({
    name: 'p.json',
    text: `[\n${elements.map((element) => JSON.stringify(element)).join(',\n')}\n]`,
  });
const pins = (text: string) => readPins({ name: 'pins.csv', text });

describe('a file of products', () => {
  it('is read with its lines, money in minor units', () => {
    const { products: read, bad } = products(
      card('CARD-1'),
      card('CARD-2', { price: { amount: '1000', currency: 'JPY' } }),
    );
    expect(bad).toEqual([]);
    expect(read.map(({ line, product }) => [line, product.sku, product.price])).toEqual([
      [2, 'CARD-1', money(950)],
      [3, 'CARD-2', money(1000, 'JPY')],
    ]);
  });

  it.each([
    [card('no such sku'), 'sku is not of the expected form'],
    [card('CARD-1', { name: undefined }), 'name is missing or of the wrong type'],
    [card('CARD-1', { name: ' ' }), 'name is too short'],
    [
      card('CARD-1', { price: { amount: '9.5', currency: 'USD' } }),
      'price.amount is not an amount above zero with the decimals of its currency',
    ],
    [card('CARD-1', { price: { amount: '9.50', currency: 'XXX' } }), 'price.currency is not one of the allowed values'],
    [card('CARD-1', { countries: ['USA'] }), 'countries.0 is not of the expected form'],
    [card('CARD-1', { colour: 'red' }), 'it has fields that a product has not: colour'],
    ['CARD-1', 'it is missing or of the wrong type'],
  ])('tells by line what is wrong with %j, and keeps the others', (wrong, is) => {
    const read = products(card('GOOD-1'), wrong, card('GOOD-2'));
    expect(read.bad).toEqual([{ file: 'p.json', line: 3, is }]);
    expect(read.products.map(({ product }) => product.sku)).toEqual(['GOOD-1', 'GOOD-2']);
  });

  it('may name a SKU once', () => {
    expect(products(card('CARD-1'), card('CARD-1')).bad).toEqual([
      { file: 'p.json', line: 3, is: 'the same SKU is further up' },
    ]);
  });

  it.each([
    ['{}', 1, 'the file is not an array of products'],
    ['[\n{},\n]', 3, 'the file stops being JSON here'],
  ])('that reads %j is refused as a whole', (text, line, is) => {
    const read = readProducts({ name: 'p.json', text });
    expect(read).toEqual({
      products: [],
      bad: [{ file: 'p.json', line, is: `${is}; nothing of this file is loaded` }],
    });
  });
});

describe('a file of PINs', () => {
  it('is read with its lines: quotes, CRLF, blank lines', () => {
    const read = pins('sku,pin\r\nCARD-1,1234\r\n\r\n"CARD-2"," 5678 "\r\n');
    expect(read).toEqual({
      pins: [
        { line: 2, sku: 'CARD-1', pin: '1234' },
        { line: 4, sku: 'CARD-2', pin: '5678' },
      ],
      bad: [],
    });
  });

  it('tells every line that is wrong and what is wrong, keeps the others, and never quotes a PIN', () => {
    const read = pins(
      'sku,pin\nCARD-1,"99887766\nCARD-1\nCARD-1,99887766,x\n,99887766\nCARD-1,\nCARD-1,99/88/77\nCARD-1,1234',
    );
    expect(read.pins).toEqual([{ line: 8, sku: 'CARD-1', pin: '1234' }]);
    expect(read.bad.map(({ line, is }) => `${line} ${is}`)).toEqual([
      '2 its quotes do not fit',
      '3 it has not two fields, a SKU and a PIN',
      '4 it has not two fields, a SKU and a PIN',
      '5 the SKU is missing',
      '6 the PIN is missing',
      '7 the PIN is not 4 to 64 letters, digits, blanks and hyphens',
    ]);
    expect(JSON.stringify(read.bad)).not.toMatch(/9988|99\/88/);
  });

  it.each(['', 'CARD-1,1234', 'pin,sku\n1234,CARD-1', 'sku;pin\nCARD-1;1234'])(
    'without its header is refused: %j',
    (text) => {
      const read = pins(text);
      expect(read.pins).toEqual([]);
      expect(read.bad).toEqual([
        { file: 'pins.csv', line: 1, is: 'the header sku,pin is missing; nothing of this file is loaded' },
      ]);
    },
  );
});
