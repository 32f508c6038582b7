import fc from 'fast-check';
import { cursorAfter, skuAfter } from '../../../functions/catalogue/cursor.ts';

const sku = fc.stringMatching(/^[A-Z0-9][A-Z0-9-]{1,31}$/);

describe('the cursor of a listing', () => {
  it('says after which SKU the next page begins', () => {
    fc.assert(fc.property(sku, (last) => expect(skuAfter(cursorAfter(last))).toBe(last)));
  });

  it('can stand in a query without escaping and has at most 64 characters', () => {
    fc.assert(fc.property(sku, (last) => expect(cursorAfter(last)).toMatch(/^[A-Za-z0-9_-]{1,64}$/)));
  });

  it('is refused when no listing gave it out', () => {
    const forged = [
      '',
      'AAAA',
      cursorAfter('lower-case'),
      cursorAfter('A'),
      cursorAfter("A' OR"),
      `${cursorAfter('AB')}=`,
    ];
    for (const cursor of forged) expect(skuAfter(cursor)).toBeUndefined();
  });
});
