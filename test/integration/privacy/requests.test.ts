import { day } from '../../../functions/kit/value/time.ts';
import { apply } from '../../../functions/kit/store/write.ts';
import { moveWrite } from '../../../functions/orders/public.ts';
import { contactOf, emailOf } from '../../../functions/people/public.ts';
import { buy, leave } from '../../builders/journey.ts';
import { privacyOffice } from '../../harness/privacy-office.ts';
import { openWorld, type Shop, type World } from '../../harness/shop-in-process.ts';

let world: World;
let shop: Shop;
let office: ReturnType<typeof privacyOffice>;
let ahead = 0;
beforeAll(async () => void (world = await openWorld()), 60_000);
beforeEach(async () => {
  ahead = 0;
  const now = () => new Date(Date.now() + ahead);
  shop = await world.shop({ limits: { timeout: 60_000, tries: 1 }, now });
  await shop.stock('CARD-A', 5);
  office = privacyOffice(shop);
}, 60_000);
afterAll(() => world.close());

const personOf = async (order: string) => (await shop.order(order)).buyer;
const requests = () => office.rows('privacy.requests');
const html = 'text/html,application/xhtml+xml';

describe('a request by mail', () => {
  it('is answered alike and leaves the same rows whether or not the address is known', async () => {
    await buy(shop, 'known@example.com');
    const written = async (email: string) => {
      const before = await Promise.all(['privacy.requests', 'people.persons', 'people.keys', 'mail.outbox'].map(office.rows));
      const answer = await office.ask({ email, kind: 'export' });
      const after = await Promise.all(['privacy.requests', 'people.persons', 'people.keys', 'mail.outbox'].map(office.rows));
      return { status: answer.status, body: answer.body, rows: after.map((rows, n) => rows.length - before[n]!.length) };
    };
    const known = await written('known@example.com');
    expect(known).toEqual({ status: 202, body: {}, rows: [1, 1, 1, 1] });
    expect(await written('nobody@example.com')).toEqual(known);
  }); // prettier-ignore

  it('brings one mail a day and kind, however often it is made', async () => {
    for (let n = 0; n < 3; n += 1) await office.ask({ email: 'often@example.com', kind: 'erasure' });
    await office.ask({ email: 'Often+x@example.com', kind: 'erasure' });
    await office.deliver();
    expect(office.mails.map(({ to }) => to)).toEqual(['often@example.com']);
    expect(await requests()).toHaveLength(1);
  });

  // promise: P7
  it.each([
    [undefined, 30],
    ['US', 45],
    ['DE', 30],
  ])('of somebody of %p has an owner and is due within %p days', async (country, days) => {
    await office.ask({ email: 'due@example.com', kind: 'export', ...(country !== undefined && { country }) });
    const [row] = await requests();
    expect(row).toMatchObject({ owner: 'privacy', state: 'asked' });
    expect((Date.parse(row!['dueAt']) - Date.parse(row!['askedAt'])) / day).toBe(days);
  });

  it('changes nothing when its link is opened, as JSON or as a page', async () => {
    const id = await buy(shop, 'opens@example.com');
    const token = await office.askAndRead('opens@example.com', 'erasure');
    const before = await requests();
    expect((await office.visit('GET', token)).body).toMatchObject({ kind: 'erasure', state: 'asked' });
    const page = await office.visit('GET', token, { accept: html });
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.body).toContain('<form method="post">');
    expect(await requests()).toEqual(before);
    expect(await emailOf(await personOf(id), shop.ports)).toBe('opens@example.com');
  });

  it('does not exist for a link that is forged, of another request, or too old', async () => {
    const token = await office.askAndRead('forged@example.com', 'erasure');
    const [, signature = ''] = /^[^.]+\.(.*)$/.exec(token) ?? [];
    for (const bad of [`AAAAAAAAAAAAAAAAAAAAAA.${signature}`, `${token.slice(0, -1)}_`, 'a.b.c.d'])
      expect((await office.visit('POST', bad)).status).toBe(404);
    ahead = 8 * day;
    expect((await office.visit('POST', token)).status).toBe(404);
  });

  it('lapses when nobody uses its link, and nothing of whoever made it stays', async () => {
    await office.ask({ email: 'lapse@example.com', kind: 'erasure' });
    const [row] = await requests();
    ahead = 7 * day + 60_000;
    expect(await office.sweep()).toEqual({ lapsed: 1 });
    expect(await contactOf(row!['person'], shop.ports)).toBeUndefined();
    expect((await requests())[0]).toMatchObject({ state: 'lapsed' });
    expect((await requests())[0]).not.toHaveProperty('open');
  });
});

describe('an erasure by mail', () => {
  it('erases everybody at the address once it is confirmed, and says what tax law keeps', async () => {
    const [one, two] = [await buy(shop, 'Erase@example.com'), await buy(shop, 'erase@example.com', 'CARD-A')];
    const control = await buy(shop, 'control@example.com');
    const token = await office.askAndRead('erase@example.com', 'erasure');
    const { body } = await office.visit('POST', token);
    expect(body).toMatchObject({ kind: 'erasure', state: 'confirmed', erasure: { keepsForNow: [] } });
    expect(JSON.stringify(body)).toContain('Tax law');
    await office.work();
    for (const order of [one, two]) expect(await contactOf(await personOf(order), shop.ports)).toBeUndefined();
    expect(await emailOf(await personOf(control), shop.ports)).toBe('control@example.com');
    expect(await shop.order(one)).toMatchObject({ status: 'fulfilled' });
    expect((await office.rows('privacy.erasures')).map(({ id }) => id).sort()).toEqual(
      [await personOf(one), await personOf(two)].sort(),
    );
    const [row] = await requests();
    expect(row).toMatchObject({ state: 'answered', erased: 2 });
    expect(await contactOf(row!['person'], shop.ports)).toBeUndefined();
  });

  it('waits for an order that is not done with, says so, is looked at every day, and completes by itself', async () => {
    const [open, done] = [await leave(shop, 'later@example.com'), await buy(shop, 'Later@example.com')];
    const token = await office.askAndRead('later@example.com', 'erasure');
    await office.visit('POST', token);
    await office.work();
    expect(await contactOf(await personOf(done), shop.ports)).toBeUndefined();
    expect(await emailOf(await personOf(open), shop.ports)).toBe('later@example.com');
    expect((await office.visit('GET', token)).body).toMatchObject({
      state: 'waiting',
      erasure: { keepsForNow: [{ order: open }] },
    });
    ahead = day + 60_000;
    expect(await office.sweep()).toEqual({ waits: 1 });
    ahead = 24 * day;
    expect(await office.sweep()).toEqual({ 'due-soon': 1 });
    expect(shop.ports.logged).toContainEqual({
      level: 'error', event: 'privacy request is due', fields: { outcome: 'soon' },
    }); // prettier-ignore
    const voided = moveWrite({ id: open, from: 'created', to: 'voided', at: shop.ports.now() }, shop.ports);
    expect(await apply(voided, shop.ports)).toMatchObject({ applied: true });
    ahead = 26 * day;
    expect(await office.sweep()).toEqual({ answered: 1 });
    expect(await contactOf(await personOf(open), shop.ports)).toBeUndefined();
  });

  it('is done once by several workers at the same time', async () => {
    const id = await buy(shop, 'race@example.com');
    await office.visit('POST', await office.askAndRead('race@example.com', 'erasure'));
    await Promise.all([office.work(), office.work(), office.work()]);
    expect(await contactOf(await personOf(id), shop.ports)).toBeUndefined();
    expect(await office.rows('privacy.erasures')).toHaveLength(1);
    expect((await office.rows('people.journal')).filter(({ kind }) => kind === 'erasure')).toHaveLength(1);
    expect((await requests())[0]).toMatchObject({ state: 'answered' });
  });
});

describe('an export by mail', () => {
  it('is shown by the link once it is confirmed, as JSON and as a page, as long as the link is good', async () => {
    const id = await buy(shop, 'Shows@example.com');
    const token = await office.askAndRead('shows@example.com', 'export');
    expect((await office.visit('GET', token)).body).not.toHaveProperty('export');
    const { body } = await office.visit('POST', token);
    expect(body).toMatchObject({ state: 'confirmed', export: { orders: [{ id }] } });
    expect(JSON.stringify(body)).toContain('Shows@example.com');
    const page = await office.visit('GET', token, { accept: html });
    for (const part of ['Shows@example.com', id, 'tax law', '10.00']) expect(page.body).toContain(part);
    ahead = 7 * day + 60_000;
    expect(await office.sweep()).toEqual({ answered: 1 });
    expect(await contactOf((await requests())[0]!['person'], shop.ports)).toBeUndefined();
  });
});
