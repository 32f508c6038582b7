import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { X509Certificate } from 'node:crypto';
import { certificateSource } from '../../../../functions/payments/webhook/certificates.ts';
import { genuineWebhook } from '../../../builders/paypal-vector.ts';

const { certificate, at } = genuineWebhook();
const expiry = new X509Certificate(certificate).validToDate;
let server: Server;
let base: string;
let asked: string[];
let answer: RequestListener;

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    answer(request, response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  asked = [];
  answer = (_, response) => response.end(certificate);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const newSource = (limits: { maxBytes?: number; timeoutMs?: number } = {}) =>
  certificateSource({ fetch, timeoutMs: 10_000, ...limits });
const after = (seconds: number) => new Date(at.getTime() + seconds * 1000);
const status = (code: number, headers = {}) => {
  answer = (_, response) => response.writeHead(code, headers).end();
};

describe('a certificate', () => {
  it('is fetched once and kept until it expires', async () => {
    const source = newSource();
    for (const moment of [at, at, expiry]) expect(await source.get(`${base}/a`, moment)).toBe(certificate);
    expect(asked).toHaveLength(1);
    await source.get(`${base}/a`, new Date(expiry.getTime() + 1));
    expect(asked).toHaveLength(2);
  });

  it('is fetched once for several callers at a time, and kept apart by its address', async () => {
    const source = newSource();
    await Promise.all([source.get(`${base}/a`, at), source.get(`${base}/a`, at), source.get(`${base}/b`, at)]);
    expect(asked.sort()).toEqual(['/a', '/b']);
  });

  it('gives way to newer ones beyond sixteen', async () => {
    const source = newSource();
    for (let n = 0; n <= 16; n += 1) await source.get(`${base}/${n}`, after(n * 60));
    await source.get(`${base}/16`, after(1000));
    expect(asked).toHaveLength(17);
    await source.get(`${base}/0`, after(1060));
    expect(asked).toHaveLength(18);
  });
});

describe('a certificate that cannot be had', () => {
  const absent = { name: 'CertificateError', reason: 'absent' };
  const unreachable = { name: 'CertificateError', reason: 'unreachable' };

  it('is fetched anew after five seconds, and not before', async () => {
    const source = newSource();
    status(503);
    await expect(source.get(`${base}/a`, at)).rejects.toMatchObject(unreachable);
    answer = (_, response) => response.end(certificate);
    await expect(source.get(`${base}/a`, after(4.9))).rejects.toMatchObject(unreachable);
    expect(asked).toHaveLength(1);
    expect(await source.get(`${base}/a`, after(5))).toBe(certificate);
  });

  it('is fetched anew after a minute, and not before, when PayPal said that there is none', async () => {
    const source = newSource();
    status(404);
    for (const later of [0, 1, 59]) await expect(source.get(`${base}/a`, after(later))).rejects.toMatchObject(absent);
    expect(asked).toHaveLength(1);
    await expect(source.get(`${base}/a`, after(60))).rejects.toMatchObject(absent);
    expect(asked).toHaveLength(2);
  });

  it('is fetched anew when the clock was set back', async () => {
    const source = newSource();
    status(404);
    await expect(source.get(`${base}/a`, at)).rejects.toMatchObject(absent);
    answer = (_, response) => response.end(certificate);
    expect(await source.get(`${base}/a`, after(-3600))).toBe(certificate);
  });

  it.each([400, 404, 410])('is absent when PayPal returns %d', async (code) => {
    status(code);
    await expect(newSource().get(`${base}/a`, at)).rejects.toMatchObject({ reason: 'absent' });
  });

  it.each([201, 204, 304, 401, 403, 429, 500])('is unreachable when PayPal returns %d', async (code) => {
    status(code);
    await expect(newSource().get(`${base}/a`, at)).rejects.toMatchObject(unreachable);
  });

  it('is not looked for where a redirect points', async () => {
    status(302, { location: `${base}/elsewhere` });
    await expect(newSource().get(`${base}/a`, at)).rejects.toMatchObject(unreachable);
    expect(asked).toEqual(['/a']);
  });

  it('is given up once it grows over the cap, however long it would go on', async () => {
    answer = (_, response) => {
      const more = setInterval(() => response.write('A'.repeat(40_000)), 5);
      response.on('close', () => clearInterval(more));
    };
    const error: unknown = await newSource()
      .get(`${base}/a`, at)
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject(unreachable);
    expect(error).not.toHaveProperty('cause');
    answer = (_, response) => response.end(certificate);
    await expect(newSource({ maxBytes: certificate.length - 1 }).get(`${base}/a`, at)).rejects.toMatchObject(
      unreachable,
    );
    expect(await newSource({ maxBytes: certificate.length }).get(`${base}/a`, at)).toBe(certificate);
  });

  it('is given up after the time-out, before or within its body', async () => {
    const timedOut = { ...unreachable, cause: { name: 'TimeoutError' } };
    const source = newSource({ timeoutMs: 100 });
    answer = () => undefined;
    await expect(source.get(`${base}/a`, at)).rejects.toMatchObject(timedOut);
    answer = (_, response) => response.write(certificate.slice(0, 100));
    await expect(source.get(`${base}/a`, at)).rejects.toMatchObject(timedOut);
  });

  it('is unreachable when something else comes in its place, or nobody listens', async () => {
    answer = (_, response) => response.end('<html>Sorry</html>');
    await expect(newSource().get(`${base}/a`, at)).rejects.toMatchObject(unreachable);
    await expect(newSource().get('http://127.0.0.1:1/a', at)).rejects.toMatchObject(unreachable);
  });
});

describe('certificates that nobody knows', () => {
  const busy = { name: 'CertificateError', reason: 'busy' };

  it('are fetched five times a minute at most, and those that are kept go on being given out', async () => {
    const source = newSource();
    await source.get(`${base}/known`, at);
    status(404);
    for (let n = 1; n <= 4; n += 1)
      await expect(source.get(`${base}/${n}`, at)).rejects.toMatchObject({ reason: 'absent' });
    await expect(source.get(`${base}/5`, after(59))).rejects.toMatchObject(busy);
    expect(await source.get(`${base}/known`, after(59))).toBe(certificate);
    expect(asked).toHaveLength(5);
    await expect(source.get(`${base}/5`, after(60))).rejects.toMatchObject({ reason: 'absent' });
  });

  it('are fetched two at a time at most', async () => {
    const source = newSource();
    const waiting: (() => void)[] = [];
    answer = (_, response) => void waiting.push(() => response.end(certificate));
    const first = ['/1', '/2'].map((path) => source.get(`${base}${path}`, at));
    await expect(source.get(`${base}/3`, at)).rejects.toMatchObject(busy);
    while (waiting.length < 2) await new Promise((turn) => setTimeout(turn, 5));
    for (const finish of waiting) finish();
    expect(await Promise.all(first)).toEqual([certificate, certificate]);
    answer = (_, response) => response.end(certificate);
    expect(await source.get(`${base}/3`, at)).toBe(certificate);
  });
});
