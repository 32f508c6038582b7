import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Refused, sender, type Received, type Send, type Sent } from '../../../tools/operator/http.ts';
import { Mistake } from '../../../tools/operator/mistake.ts';
import { forgetSession, keptSession, signOut, type Prompt } from '../../../tools/operator/session.ts';
import { beginSession, tokensOf } from '../../../tools/operator/tokens.ts';

const api = 'https://shop.example/api';
let home: string;
let now = 0;
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'candor-operator-'));
  now = 1_000_000;
});
afterEach(() => rmSync(home, { recursive: true }));

/** An API that gives these answers one after the other, and what it was sent. */
const answering = (...answers: (Partial<Received> & { body: unknown })[]) => {
  const sent: Sent[] = [];
  const send: Send = async (request) => {
    sent.push(request);
    const received = { status: 200, cookies: [], ...answers[sent.length - 1] } as Received;
    if (received.status >= 400) throw new Refused(received);
    return received;
  };
  return { sent, send, bodies: () => sent.map(({ body }) => (body === undefined ? undefined : JSON.parse(body))) };
};
const typing = (...answers: string[]): { prompt: Prompt; hidden: (boolean | undefined)[] } => {
  const hidden: (boolean | undefined)[] = [];
  const prompt: Prompt = async (_, more) => {
    hidden.push(more?.hidden);
    return answers.shift() ?? '';
  };
  return { prompt, hidden };
};
const outside = (send: Send, prompt: Prompt = typing().prompt, said: string[] = []) => ({
  api,
  home,
  staff: [],
  send,
  prompt,
  say: (line: string) => void said.push(line),
  now: () => now,
});
const signedIn = { body: { accessToken: 'token-1', expiresIn: 300 }, cookies: ['__Host-staff=r1; Path=/; HttpOnly'] };

describe('signing in', () => {
  it('asks for a password that is not shown, and keeps the session in a file for this user alone', async () => {
    const { sent, send, bodies } = answering(signedIn);
    const { prompt, hidden } = typing('me@shop.example', 'a password');
    expect(await beginSession(outside(send, prompt), undefined)).toBe('me@shop.example');
    expect(hidden).toEqual([undefined, true]);
    expect(sent.map((each) => each.path)).toEqual(['/staff/sign-in']);
    expect(bodies()).toEqual([{ email: 'me@shop.example', password: 'a password' }]);
    expect(statSync(path.join(home, 'operator.json')).mode & 0o777).toBe(0o600);
    expect(keptSession(home, api)).toMatchObject({ accessToken: 'token-1', cookie: '__Host-staff=r1' });
    expect(keptSession(home, 'https://other.example/api')).toBeUndefined();
  });

  it('returns what the shop asks for besides: a new password, and a code of the authenticator app', async () => {
    const { send, bodies } = answering(
      { body: { challenge: 'new-password', session: 's1' } },
      { body: { challenge: 'set-up-totp', session: 's2', secret: 'SECRET' } },
      { body: { challenge: 'totp', session: 's3' } },
      signedIn,
    );
    const said: string[] = [];
    const { prompt, hidden } = typing('first', 'second', '111111', '222222');
    await beginSession(outside(send, prompt, said), 'me@shop.example');
    expect(bodies().slice(1)).toEqual([
      { session: 's1', password: 'second' },
      { session: 's2', code: '111111' },
      { session: 's3', code: '222222' },
    ]);
    expect(said.join()).toContain('SECRET');
    expect(hidden).toEqual([true, true, undefined, undefined]);
  });

  it('with a wrong password is told in a sentence, and keeps nothing', async () => {
    const { send } = answering({ status: 401, body: { type: '/problems/unauthorized', title: 'No.' } });
    await expect(beginSession(outside(send, typing('x').prompt), 'me@shop.example')).rejects.toThrow(
      new Mistake('That is not right; try again.'),
    );
    expect(existsSync(path.join(home, 'operator.json'))).toBe(false);
  });
});

describe('a session', () => {
  const begin = async () => beginSession(outside(answering(signedIn).send, typing('p').prompt), 'me@shop.example');

  it('is used while its token is good, and refreshed by its cookie then', async () => {
    await begin();
    const { sent, send } = answering({
      body: { accessToken: 'token-2', expiresIn: 300 },
      cookies: ['__Host-staff=r2; Path=/'],
    });
    const token = tokensOf(outside(send));
    expect(await token('support')).toBe('token-1');
    expect(sent).toEqual([]);
    now += 295_000;
    expect(await token('support')).toBe('token-2');
    expect(sent).toEqual([{ method: 'POST', path: '/staff/refresh', headers: { cookie: '__Host-staff=r1' } }]);
    expect(keptSession(home, api)).toMatchObject({ accessToken: 'token-2', cookie: '__Host-staff=r2' });
  });

  it('that was ended has to begin anew', async () => {
    await begin();
    now += 400_000;
    const { send } = answering({ status: 401, body: {} });
    await expect(tokensOf(outside(send))('support')).rejects.toThrow('You are not signed in');
  });

  it('ends here and at the shop', async () => {
    await begin();
    const { sent, send } = answering({ body: {} });
    await signOut(home, keptSession(home, api)!, send);
    expect(sent).toMatchObject([{ path: '/staff/sign-out', headers: { cookie: '__Host-staff=r1' } }]);
    expect(keptSession(home, api)).toBeUndefined();
  });

  it('is not needed at the shop on this machine, which has a ready account of every group', async () => {
    forgetSession(home);
    const { send, bodies } = answering(signedIn);
    const staff = [
      { email: 'support@localhost', password: 'a', groups: ['support'] },
      { email: 'fulfilment@localhost', password: 'b', groups: ['fulfilment'] },
    ];
    expect(await tokensOf({ ...outside(send), staff })('fulfilment')).toBe('token-1');
    expect(bodies()).toEqual([{ email: 'fulfilment@localhost', password: 'b' }]);
    expect(keptSession(home, api)).toBeUndefined();
  });
});

describe('a request', () => {
  const responses = (...statuses: (number | undefined)[]) => {
    let asked = 0;
    const fetch = (async () => {
      const status = statuses[asked];
      asked += 1;
      if (status === undefined) throw new TypeError('fetch failed');
      return new Response('{}', { status });
    }) as typeof globalThis.fetch;
    return { send: sender(api, { fetch, pause: async () => undefined }), asked: () => asked };
  };

  it('that is safe to repeat is sent again while the API is down for a moment', async () => {
    const { send, asked } = responses(503, undefined, 200);
    expect(await send({ method: 'POST', path: '/x', headers: { 'idempotency-key': 'k' } })).toMatchObject({
      status: 200,
    });
    expect(asked()).toBe(3);
  });

  it('that is not safe to repeat is sent once', async () => {
    const { send, asked } = responses(503, 200);
    await expect(send({ method: 'POST', path: '/x' })).rejects.toThrow(Refused);
    expect(asked()).toBe(1);
  });

  it('to an API that is not there ends in a sentence', async () => {
    await expect(responses().send({ method: 'GET', path: '/x' })).rejects.toThrow(
      new Mistake(`The API at ${api} does not answer.`),
    );
  });
});
