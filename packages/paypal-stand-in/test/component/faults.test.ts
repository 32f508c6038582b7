import { orderRequest } from '../builders/requests.ts';
import { shopForTests } from '../harness/shop.ts';
import { took, until } from '../harness/until.ts';

describe('the faults of the PayPal stand-in', () => {
  const shop = shopForTests();
  // Gets the token before a fault can hit that call.
  beforeAll(() => shop.create());

  const read = async (id: string) => (await shop.readOrder(id)).body;

  it('add up, are shown, are taken away one by one by null, and are cleared', async () => {
    await shop.fault({ duplicate: 2, delayMs: 1 });
    expect((await shop.fault({ delayMs: null, reorder: true })).body).toEqual({ duplicate: 2, reorder: true });
    expect((await shop.call('GET', '/_faults')).body).toEqual({ duplicate: 2, reorder: true });
    expect((await shop.clearFaults()).body).toEqual({});
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
    const response = await shop.fault(input);
    expect(response.status).toBe(400);
    expect(response.body.message).toMatch(sentence);
    expect((await shop.call('GET', '/_faults')).body).toEqual({});
  });

  it('delayMs and createAnswerDelayMs: responses come late', async () => {
    await shop.fault({ delayMs: 150 });
    expect(await took(() => read('X'))).toBeGreaterThanOrEqual(149);
    await shop.fault({ createAnswerDelayMs: 150 });
    expect(await took(() => shop.create())).toBeGreaterThanOrEqual(299);
    expect(await took(() => read('X'))).toBeLessThan(290);
  });

  it('createAnswerDelayMs: the order is approved and told of before the response to its creation', async () => {
    await shop.fault({ createAnswerDelayMs: 1000, autoApproveMs: 0 });
    let responded = false;
    const creating = shop.create(orderRequest({ custom_id: 'early' })).finally(() => (responded = true));
    await until(() => shop.receiver.received.some(({ body }) => body.includes('"early"')));
    expect(responded).toBe(false);
    const { id } = (await creating).body;
    expect(shop.receiver.types(id)).toEqual(['CHECKOUT.ORDER.APPROVED']);
  });

  it('dropAfterCreate and dropAfterCapture: it is done, and the connection cut', async () => {
    await shop.fault({ dropAfterCreate: 1, dropAfterCapture: true });
    await expect(shop.create(orderRequest({ custom_id: 'lost' }))).rejects.toThrow();
    const id = (await shop.listed()).find((order) => order.custom_id === 'lost')?.id ?? '';
    await shop.decide(id, 'approve');
    await expect(shop.capture(id)).rejects.toThrow();
    expect((await read(id)).purchase_units[0].payments.captures[0].status).toBe('COMPLETED');
    expect((await shop.create()).status).toBe(201);
    await expect(shop.approved().then((next) => shop.capture(next))).rejects.toThrow();
  });

  it('failTimes and failStatus: the next calls fail and do nothing', async () => {
    const before = (await shop.listed()).length;
    await shop.fault({ failTimes: 2 });
    expect([(await shop.create()).status, (await shop.create()).status]).toEqual([503, 503]);
    expect((await shop.listed()).length).toBe(before);
    expect((await shop.create()).status).toBe(201);
    await shop.fault({ failTimes: true, failStatus: 429 });
    expect([(await shop.create()).status, (await read('X')).name]).toEqual([429, 'RATE_LIMIT_REACHED']);
  });

  it('nonsense: the API returns 200 with something that is not JSON', async () => {
    await shop.fault({ nonsense: true });
    const response = await fetch(`${shop.paypal.url}/v2/checkout/orders/X`);
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(() => JSON.parse(text) as unknown).toThrow();
  });
});
