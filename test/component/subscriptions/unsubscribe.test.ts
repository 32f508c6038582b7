import { randomBytes } from 'node:crypto';
import { serve } from '../../../functions/kit/http/serve.ts';
import { apply } from '../../../functions/kit/store/write.ts';
import {
  addressOf,
  claimAddress,
  consentWrite,
  optOutToken,
  removalToken,
} from '../../../functions/preferences/public.ts';
import { subscriptions } from '../../../functions/subscriptions/contract.ts';
import { routes } from '../../../functions/subscriptions/routes.ts';
import { aYes } from '../../builders/addresses.ts';
import { contractDatabase } from '../../harness/contract-database.ts';
import { call, httpEvent, type Answered } from '../../harness/http.ts';
import { testPorts, type TestPorts } from '../../harness/ports.ts';

const database = contractDatabase();
let ports: TestPorts;
let api: unknown;
beforeAll(() => {
  ports = testPorts({ dynamo: database.client(), pause: async () => undefined });
  api = serve(subscriptions, routes, ports);
});

const subscriber = async () => {
  const hash = randomBytes(32).toString('base64url');
  await apply(consentWrite(hash, aYes({ topics: { newsletter: 'yes', offers: 'yes' } }), ports), ports);
  return { hash, t: await optOutToken({ hash, via: 'campaign-1' }, ports) };
};

const urlencoded = { 'content-type': 'application/x-www-form-urlencoded' };
type More = { body?: string; headers?: Record<string, string>; query?: Record<string, string> };
const post = (t: string, more: More = {}): Promise<Answered> =>
  call(
    api,
    httpEvent('POST /unsubscribe', { query: { t }, body: '', ...more, headers: { ...urlencoded, ...more.headers } }),
  );
const look = (t: string, more: More = {}, method = 'GET') =>
  call(api, httpEvent(`${method} /unsubscribe`, { query: { t }, ...more }));
const oneClick = 'List-Unsubscribe=One-Click';

describe('a one-click unsubscribe (RFC 8058)', () => {
  // promise: P39
  it('is in force when it is answered, without a cookie, a redirect or a page of ours', async () => {
    const { hash, t } = await subscriber();
    const answered = await post(t, { body: oneClick });
    expect(answered).toMatchObject({ status: 200, cookies: [], body: { gets: [], refuses: ['newsletter', 'offers'] } });
    const now = new Date();
    const claim = { claim: 'c', letter: 'l', class: 'marketing', topic: 'offers', until: now.getTime(), now } as const;
    expect(await claimAddress(hash, claim, ports)).toEqual({ refused: 'suppressed' });
    const { history, topics } = (await addressOf(hash, ports))!;
    expect(history.at(-1)).toMatchObject({ to: 'no', source: 'one-click', via: 'campaign-1' });
    expect(topics.newsletter).toMatchObject({ state: 'no', via: 'campaign-1' });
  });

  it.each([
    ['multipart', '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n', 'multipart/form-data; boundary=x'],
    ['urlencoded with fields that nobody knows', `${oneClick}&utm=1&email=a%40b.example`, urlencoded['content-type']],
    ['an empty body', '', 'text/plain'],
  ])('takes %s', async (_name, body, contentType) => {
    const { hash, t } = await subscriber();
    expect((await post(t, { body, headers: { 'content-type': contentType } })).status).toBe(200);
    expect((await addressOf(hash, ports))?.suppressed).toMatchObject({ reason: 'opt-out' });
  }); // prettier-ignore

  it('comes from anywhere: no Origin is asked for, whatever else is in the address', async () => {
    const { t } = await subscriber();
    const headers = { origin: 'https://mail.example', 'sec-fetch-site': 'cross-site' };
    expect((await post(t, { body: oneClick, headers, query: { t, utm_source: 'x' } })).status).toBe(200);
  });

  it('is harmless when it is repeated, for an address that nobody knows, and after a change of mind', async () => {
    const { hash, t } = await subscriber();
    await post(t, { body: oneClick });
    const before = await addressOf(hash, ports);
    expect((await post(t, { body: oneClick })).status).toBe(200);
    expect(await addressOf(hash, ports)).toEqual(before);
    const unknown = await optOutToken({ hash: randomBytes(32).toString('base64url') }, ports);
    expect(await post(unknown, { body: oneClick })).toMatchObject({ status: 200, body: { gets: [] } });
  });

  it.each([['GET'], ['HEAD']])('is never done by %s, because scanners follow links', async (method) => {
    const { hash, t } = await subscriber();
    const before = await addressOf(hash, ports);
    expect((await look(t, {}, method)).status).toBe(200);
    expect(await addressOf(hash, ports)).toEqual(before);
  });

  it('is refused with 400 and changes nothing when the token was changed, cut off, or is of another purpose', async () => {
    const { hash, t } = await subscriber();
    const [id, , via, signature = ''] = t.split('.');
    const other = randomBytes(32).toString('base64url');
    const changed = [
      `${id}.${other}.${via}.${signature}`,
      `${id}.${hash}.campaign-2.${signature}`,
      `${id}.${hash}.${via}.${signature.slice(0, -1)}`,
      `a2.${hash}.${via}.${signature}`,
      `${t}.x`,
      '',
      'x'.repeat(4000),
      await removalToken({ hash }, ports),
    ];
    for (const each of changed) {
      expect(await post(each, { body: oneClick })).toMatchObject({ status: 400, body: { type: '/problems/invalid-link' } });
      expect((await look(each)).status).toBe(400);
    }
    expect((await addressOf(hash, ports))?.suppressed).toBeUndefined();
  }); // prettier-ignore
});

describe('the page of the link', () => {
  it('shows what would stop, with buttons that send forms, and one of them stops a topic alone', async () => {
    const { hash, t } = await subscriber();
    const { body, headers } = await look(t, { headers: { accept: 'text/html,*/*' } });
    expect(headers['content-type']).toContain('text/html');
    expect(headers['content-security-policy']).toContain("form-action 'self'");
    expect(body).toContain('method="post"');
    expect(body).toContain('name="topics" value="newsletter"');
    expect(body).not.toContain('@');
    const stopped = await post(t, { body: 'topics=newsletter', headers: { accept: 'text/html' } });
    expect(stopped.body).toContain('You still get offers');
    expect((await addressOf(hash, ports))?.suppressed).toBeUndefined();
    expect(await look(t)).toMatchObject({ body: { gets: ['offers'], refuses: ['newsletter'] } });
  });

  it('says so when there is nothing to stop', async () => {
    const { t } = await subscriber();
    await post(t, { body: 'topics=all' });
    expect((await look(t, { headers: { accept: 'text/html' } })).body).toContain('You get no news');
  });
});
