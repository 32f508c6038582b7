import { Unavailable } from '../../../functions/kit/http/problem.ts';
import type { AskPayPal } from '../../../functions/paypal/client.ts';
import { searchTransactions } from '../../../functions/paypal/transaction-search.ts';

const from = new Date('2026-01-01T00:00:00Z');
const sought = { order: 'o1', paypalOrder: 'P1', from, to: new Date('2026-01-01T08:00:00Z') };
const transaction = (more: object) => ({
  transaction_info: { transaction_id: 'C1', transaction_status: 'S', ...more },
});

/** A PayPal that lists pages of transactions, and the queries by which they were asked for. */
const listing = (...pages: object[][]) => {
  const queries: URLSearchParams[] = [];
  const call: AskPayPal = ({ path }) => {
    const query = new URL(path, 'http://paypal').searchParams;
    queries.push(query);
    const transaction_details = pages[Number(query.get('page')) - 1] ?? [];
    return Promise.resolve({ status: 200, body: { total_pages: pages.length, transaction_details } });
  };
  return { call, queries };
};

describe('a search for the transaction of an order', () => {
  it.each([
    ['its invoice id', { invoice_id: 'o1' }, ['C1']],
    ['its custom id', { custom_field: 'o1' }, ['C1']],
    ['the PayPal order that it refers to', { paypal_reference_id: 'P1' }, ['C1']],
    ['another invoice id: none', { invoice_id: 'o2' }, []],
    ['nothing: none', {}, []],
    ['its invoice id, pending', { invoice_id: 'o1', transaction_status: 'P' }, ['C1']],
    ['its invoice id, denied: none', { invoice_id: 'o1', transaction_status: 'D' }, []],
  ])('finds it by %s', async (_what, fields, found) => {
    expect(await searchTransactions(listing([transaction(fields)]).call, sought)).toEqual(found);
  });

  it('reads all pages of the time that it is about, and never more than 31 days', async () => {
    const other = transaction({ transaction_id: 'C0' });
    const { call, queries } = listing([other], [other], [transaction({ invoice_id: 'o1' })]);
    const to = new Date('2026-03-01T00:00:00Z');
    expect(await searchTransactions(call, { ...sought, to })).toEqual(['C1']);
    expect(queries.map((query) => query.get('page'))).toEqual(['1', '2', '3']);
    expect(queries[0]?.get('start_date')).toBe('2026-01-01T00:00:00.000Z');
    expect(queries[0]?.get('end_date')).toBe('2026-02-01T00:00:00.000Z');
  });

  it('finds nothing in an empty account, which PayPal says has no page', async () => {
    const call: AskPayPal = () => Promise.resolve({ status: 200, body: { total_pages: 0, transaction_details: [] } });
    expect(await searchTransactions(call, sought)).toEqual([]);
  });

  it.each([400, 403, 404])('proves nothing when PayPal refuses it: %i', async (status) => {
    expect(await searchTransactions(() => Promise.resolve({ status, body: {} }), sought)).toBe('unavailable');
  });

  it('proves nothing when there are more pages than it reads', async () => {
    const { call, queries } = listing(...Array.from({ length: 21 }, () => [transaction({})]));
    expect(await searchTransactions(call, sought)).toBe('unavailable');
    expect(queries).toHaveLength(20);
  });

  it('believes no answer of another form', async () => {
    const strange = searchTransactions(() => Promise.resolve({ status: 200, body: { transactions: [] } }), sought);
    await expect(strange).rejects.toThrow(Unavailable);
  });
});
