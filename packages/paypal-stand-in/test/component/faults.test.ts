import { openShop, orderRequest, until } from '../support/shop.ts';
import type { Shop } from '../support/shop.ts';

const took = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

describe('the faults of the PayPal stand-in', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop();
    await shop.create();
  });
  afterAll(() => shop.close());
  afterEach(() => shop.call('DELETE', '/_faults'));

  const of = (orderId: string) => shop.receiver.received.filter(({ body }) => body.includes(orderId));
  const types = (orderId: string) => of(orderId).map(({ event }) => event.event_type);
  const read = async (id: string) => (await shop.call('GET', `/v2/checkout/orders/${id}`)).body;
  const orders = async () => (await shop.call('GET', '/_orders')).body as { id: string; custom_id: string }[];

  it('add up, are shown, are taken away one by one by null, and are cleared', async () => {
    await shop.fault({ duplicate: 2, delayMs: 1 });
    expect((await shop.fault({ delayMs: null, reorder: true })).body).toEqual({ duplicate: 2, reorder: true });
    expect((await shop.call('GET', '/_faults')).body).toEqual({ duplicate: 2, reorder: true });
    expect((await shop.call('DELETE', '/_faults')).body).toEqual({});
  });

  it.each([
    [{ duplicates: 2 }, /^Unknown fault: duplicates\. Known are duplicate, reorder, /],
    [{ duplicate: 0 }, /^The fault duplicate must be at least 1\.$/],
    [{ delayMs: 'long' }, /^The fault delayMs must be whole milliseconds\.$/],
    [{ failTimes: false }, /^The fault failTimes must be a whole number of times, or true for always\.$/],
    [{ wrongAmount: '1,00' }, /^The fault wrongAmount must be an amount such as "0.01"\.$/],
    ['[]', /^Faults are a JSON object\.$/],
    ['{', /^Faults are a JSON object\.$/],
  ])('are refused with a sentence: %j', async (input, sentence) => {
    const answer = await shop.fault(input);
    expect(answer.status).toBe(400);
    expect(answer.body.message).toMatch(sentence);
    expect((await shop.call('GET', '/_faults')).body).toEqual({});
  });

  it('delayMs and createAnswerDelayMs: answers come late', async () => {
    await shop.fault({ delayMs: 150 });
    expect(await took(() => read('X'))).toBeGreaterThanOrEqual(149);
    await shop.fault({ createAnswerDelayMs: 150 });
    expect(await took(() => shop.create())).toBeGreaterThanOrEqual(299);
    expect(await took(() => read('X'))).toBeLessThan(290);
  });

  it('createAnswerDelayMs: the order is approved and told of before the answer to its creation', async () => {
    await shop.fault({ createAnswerDelayMs: 1000, autoApproveMs: 0 });
    let answered = false;
    const creating = shop.create(orderRequest({ custom_id: 'early' })).finally(() => (answered = true));
    await until(() => shop.receiver.received.some(({ body }) => body.includes('"early"')));
    expect(answered).toBe(false);
    const { id } = (await creating).body;
    expect(types(id)).toEqual(['CHECKOUT.ORDER.APPROVED']);
  });

  it('dropAfterCreate and dropAfterCapture: it is done, and the connection cut', async () => {
    await shop.fault({ dropAfterCreate: 1, dropAfterCapture: true });
    await expect(shop.create(orderRequest({ custom_id: 'lost' }))).rejects.toThrow();
    const id = (await orders()).find((order) => order.custom_id === 'lost')?.id ?? '';
    await shop.decide(id, 'approve');
    await expect(shop.capture(id)).rejects.toThrow();
    expect((await read(id)).purchase_units[0].payments.captures[0].status).toBe('COMPLETED');
    expect((await shop.create()).status).toBe(201);
    await expect(shop.approved().then((next) => shop.capture(next))).rejects.toThrow();
  });

  it('failTimes and failStatus: the next calls fail and do nothing', async () => {
    const before = (await orders()).length;
    await shop.fault({ failTimes: 2 });
    expect([(await shop.create()).status, (await shop.create()).status]).toEqual([503, 503]);
    expect((await orders()).length).toBe(before);
    expect((await shop.create()).status).toBe(201);
    await shop.fault({ failTimes: true, failStatus: 429 });
    expect([(await shop.create()).status, (await read('X')).name]).toEqual([429, 'RATE_LIMIT_REACHED']);
  });

  it('nonsense: the API answers 200 with something that is not JSON', async () => {
    await shop.fault({ nonsense: true });
    const answer = await fetch(`${shop.paypal.url}/v2/checkout/orders/X`);
    const text = await answer.text();
    expect(answer.status).toBe(200);
    expect(() => JSON.parse(text) as unknown).toThrow();
  });
});
