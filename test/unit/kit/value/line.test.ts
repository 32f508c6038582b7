import { detailsView, lineView, totalOf } from '../../../../functions/kit/value/line.ts';
import { line, money } from '../../../builders/cards.ts';

describe('a line', () => {
  it('is shown with its unit price and its total, in the decimals of its currency', () => {
    expect(lineView(line('CARD-A', 3, money(1005), 'Card A'))).toEqual({
      sku: 'CARD-A',
      name: 'Card A',
      quantity: 3,
      unitPrice: { amount: '10.05', currency: 'USD' },
      lineTotal: { amount: '30.15', currency: 'USD' },
    });
    expect(lineView(line('CARD-A', 3, money(1005, 'JPY'))).lineTotal).toEqual({ amount: '3015', currency: 'JPY' });
  });

  it('is shown without what nobody declared, and without its SKU where the SKU is not shown', () => {
    const stored = { ...line('CARD-A', 1), buyer: 'somebody' };
    expect(Object.keys(lineView(stored))).toEqual(['sku', 'name', 'quantity', 'unitPrice', 'lineTotal']);
    expect(Object.keys(detailsView(stored))).toEqual(['name', 'quantity', 'unitPrice', 'lineTotal']);
  });
});

describe('the total of lines', () => {
  it('is the sum of quantity times price, and nothing for no lines', () => {
    expect(totalOf([line('A', 2, money(500)), line('B', 3, money(1))], 'USD')).toEqual(money(1003));
    expect(totalOf([], 'JPY')).toEqual(money(0, 'JPY'));
  });

  it('never mixes currencies', () => {
    expect(() => totalOf([line('A', 1), line('B', 1, money(1, 'EUR'))], 'USD')).toThrow(RangeError);
    expect(() => totalOf([line('A', 1)], 'EUR')).toThrow(RangeError);
  });
});
