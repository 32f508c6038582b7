import { batchId, isPin, pinId, recognisingKey } from '../../../functions/pins/pin.ts';

const ring = { current: 'k2', keys: { k2: 'c2Vjb25k', k1: 'Zmlyc3Q=' } };

describe('a PIN', () => {
  it.each(['1234', '123456789012', '1234 5678-9012', 'AB-cd-12', '0'.repeat(64)])('may read %p', (text) => {
    expect(isPin(text)).toBe(true);
  });

  it.each(['', '123', ' 1234', '1234 ', '12\t34', '1234-', 'pin:1234', '１２３４', '12\u00a034', '0'.repeat(65)])(
    'may not read %p',
    (text) => expect(isPin(text)).toBe(false),
  );
});

describe('the id of a PIN', () => {
  const id = pinId(ring, { sku: 'CARD-10', pin: '123456789012' });

  it('is the same for ever: another key may sign, and later keys may come', () => {
    expect(pinId({ ...ring, current: 'k1' }, { sku: 'CARD-10', pin: '123456789012' })).toBe(id);
    expect(pinId({ ...ring, keys: { ...ring.keys, k3: 'bmV3' } }, { sku: 'CARD-10', pin: '123456789012' })).toBe(id);
    expect(recognisingKey(ring)).toBe('k1');
  });

  it('is the same however the digits are grouped', () => {
    expect(pinId(ring, { sku: 'CARD-10', pin: '1234 5678-9012' })).toBe(id);
  });

  it('is another for another PIN, another card and another key', () => {
    expect(pinId(ring, { sku: 'CARD-10', pin: '123456789013' })).not.toBe(id);
    expect(pinId(ring, { sku: 'CARD-20', pin: '123456789012' })).not.toBe(id);
    expect(pinId({ current: 'k1', keys: { k1: 'b3RoZXI=' } }, { sku: 'CARD-10', pin: '123456789012' })).not.toBe(id);
  });

  it('needs a key', () => {
    expect(() => pinId({ current: 'k1', keys: {} }, { sku: 'CARD-10', pin: '1234' })).toThrow('key ring is empty');
  });
});

describe('the id of a batch', () => {
  const one = { sku: 'CARD-10', pin: '1234' };
  const other = { sku: 'CARD-10', pin: '5678' };

  it('is that of its PINs', () => {
    expect(batchId(ring, [one, other])).toBe(batchId(ring, [{ ...one }, { ...other }]));
    expect(batchId(ring, [one, other])).not.toBe(batchId(ring, [one]));
  });
});
