import type { Addresses } from './running-shop.ts';

export type Placed = {
  orderId: string;
  status: string;
  approveUrl: string;
  orderToken: string;
  notice: { text: string; hash: string };
};
export type OrderSeen = {
  id: string;
  status: string;
  history: { status: string }[];
  revealed: boolean;
  revealNotice: { text: string; hash: string };
  pins?: { sku: string; pin: string }[];
  total: unknown;
};
export type Mail = { to: string[]; subject: string; text: string; html: string; headers: Record<string, string> };

const wait = (ms: number) => new Promise((resume) => setTimeout(resume, ms));

/** Asks until the answer is good, at most for `seconds`; then fails with what was seen last. */
export const eventually = async <T>(ask: () => Promise<T>, isGood: (seen: T) => boolean, seconds = 60): Promise<T> => {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const seen = await ask();
    if (isGood(seen)) return seen;
    if (Date.now() > end) throw new Error(`still ${JSON.stringify(seen)} after ${seconds} s`);
    await wait(50);
  }
};

/** A visitor with a browser's cookie jar, who talks to the running shop over HTTP. */
export const shopper = ({ api }: Addresses) => {
  let cookie = '';
  const ask = async (method: string, route: string, body?: unknown, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${api}${route}`, {
      method,
      headers: {
        ...(cookie && { cookie }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const set = answer.headers.getSetCookie()[0];
    if (set) cookie = set.split(';')[0] ?? '';
    return { status: answer.status, headers: answer.headers, body: await answer.json() };
  };
  const put = (sku: string, quantity: number) => ask('PUT', `/cart/items/${sku}`, { quantity });
  const checkOut = async (email: string, key: string = crypto.randomUUID()) => {
    const answer = await ask('POST', '/checkout', { email, marketing: false }, { 'idempotency-key': key });
    return { ...answer, body: answer.body as Placed };
  };
  const order = async ({ orderId, orderToken }: Placed) =>
    (await ask('GET', `/orders/${orderId}`, undefined, { 'order-token': orderToken })).body as OrderSeen;
  const fulfilled = (placed: Placed, seconds?: number) =>
    eventually(
      () => order(placed),
      ({ status }) => status === 'fulfilled',
      seconds,
    );
  /** Waits until the order is fulfilled, agrees to the text that it shows, and returns it with its PINs. */
  const revealed = async (placed: Placed, seconds?: number): Promise<OrderSeen> => {
    const { revealNotice } = await fulfilled(placed, seconds);
    const consent = { consentHash: revealNotice.hash };
    const token = { 'order-token': placed.orderToken };
    const { status, body } = await ask('POST', `/orders/${placed.orderId}/reveal`, consent, token);
    if (status !== 200) throw new Error(`the reveal's status is ${status}`);
    return body as OrderSeen;
  };
  return { ask, put, checkOut, order, fulfilled, revealed, cookie: () => cookie };
};

/** What the buttons of PayPal's approval page send; returns where the browser is sent to. */
export const decide = async (approveUrl: string, decision: 'approve' | 'cancel'): Promise<string> => {
  const answer = await fetch(approveUrl, {
    method: 'POST',
    body: new URLSearchParams({ decision }),
    redirect: 'manual',
  });
  return answer.headers.get('location') ?? '';
};

/** The mails that came to an address. */
export const mailsTo = async ({ mailbox }: Addresses, address: string): Promise<Mail[]> =>
  ((await (await fetch(`${mailbox}/messages`)).json()) as Mail[]).filter(({ to }) => to.includes(address));

/** Sets faults of a stand-in, or clears them. */
export const faults = async (base: string, settings?: object): Promise<void> => {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(
    `${base}/_faults`,
    settings ? { method: 'POST', headers, body: JSON.stringify(settings) } : { method: 'DELETE' },
  );
  if (!answer.ok) throw new Error(await answer.text());
};

export type Delivery = { id: string; eventId: string; eventType: string; orderId: string; status: number | null };

/** The webhook deliveries that PayPal's stand-in has made for an order of its own. */
export const deliveries = async ({ paypal }: Addresses): Promise<Delivery[]> =>
  (await (await fetch(`${paypal}/_deliveries`)).json()) as Delivery[];

/** How many captures PayPal's stand-in has made for an order of ours. */
export const capturesFor = async ({ paypal }: Addresses, order: string): Promise<number> => {
  const all = (await (await fetch(`${paypal}/_orders`)).json()) as { custom_id: string; captures: unknown[] }[];
  return all.filter((each) => each.custom_id === order).flatMap((each) => each.captures).length;
};

/** Moves the clock of the shop so far ahead of the machine's. */
export const moveClock = async ({ aws }: Addresses, minutes: number): Promise<void> => {
  const answer = await fetch(`${aws}/_clock`, { method: 'PUT', body: JSON.stringify({ offsetMs: minutes * 60_000 }) });
  if (!answer.ok) throw new Error(await answer.text());
};

/** Runs the schedule of a worker such as `payments-sweep` at once; returns what the run did. */
export const runSchedule = async ({ aws }: Addresses, worker: string): Promise<unknown> => {
  const answer = await fetch(`${aws}/_schedules/${worker}`, { method: 'POST' });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
};

/** Waits until nothing is under way in the shop. */
export const stillness = ({ aws }: Addresses): Promise<number> =>
  eventually(
    async () => (await fetch(`${aws}/_idle`)).status,
    (status) => status === 200,
  );
