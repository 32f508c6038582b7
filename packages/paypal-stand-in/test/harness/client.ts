import { orderRequest } from '../builders/requests.ts';

/** What the tests read of PayPal's responses, without claiming more than that it is JSON. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- responses are asserted on, not typed
export type Body = any;

export type Response = { status: number; headers: Headers; body: Body };

export type ListedOrder = { id: string; custom_id: string; captures: unknown[] };

type Headed = Record<string, string>;

export const credentials = {
  clientId: 'client',
  clientSecret: 'secret',
  webhookId: '1JE4291016473214C',
  merchantId: 'C7CYMKZDG8D6E',
};

/** Returns PayPal's issue in a refusal. */
export const issueOf = ({ body }: Response): unknown => body.details?.[0]?.issue;

/** Returns the header of a PayPal-Request-Id. */
export const requestId = (id: string) => ({ 'paypal-request-id': id });

/** Returns the calls that a shop makes to the stand-in at an address, with a token, and its buyer's. */
export const client = (url: () => string) => {
  let token: string | undefined;
  const call = async (method: string, path: string, body?: unknown, headers: Headed = {}): Promise<Response> => {
    token ??= ((await (await askToken()).json()) as { access_token: string }).access_token;
    const all = { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers };
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(url() + path, { method, headers: all, ...(body === undefined ? {} : { body: text }) });
    return { status: response.status, headers: response.headers, body: JSON.parse((await response.text()) || 'null') };
  };
  const askToken = (pair = `${credentials.clientId}:${credentials.clientSecret}`, grant = 'client_credentials') => {
    const body = new URLSearchParams({ grant_type: grant });
    const headers = { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
    return fetch(`${url()}/v1/oauth2/token`, { method: 'POST', headers, body });
  };
  const forgetToken = () => (token = undefined);
  const decide = (id: string, decision: string) => {
    const body = new URLSearchParams({ decision });
    return fetch(`${url()}/checkoutnow?token=${id}`, { method: 'POST', body, redirect: 'manual' });
  };

  const create = (body: unknown = orderRequest(), headers?: Headed) =>
    call('POST', '/v2/checkout/orders', body, headers);
  const capture = (id: string, headers?: Headed) =>
    call('POST', `/v2/checkout/orders/${id}/capture`, undefined, headers);
  const refund = (captureId: string, body: unknown = {}, headers?: Headed) =>
    call('POST', `/v2/payments/captures/${captureId}/refund`, body, headers);
  const readOrder = (id: string) => call('GET', `/v2/checkout/orders/${id}`);
  const readCapture = (id: string) => call('GET', `/v2/payments/captures/${id}`);
  const readRefund = (id: string) => call('GET', `/v2/payments/refunds/${id}`);
  const verify = (body: unknown) => call('POST', '/v1/notifications/verify-webhook-signature', body);

  const fault = (body: unknown) => call('POST', '/_faults', body);
  const clearFaults = () => call('DELETE', '/_faults');
  const listed = async () => (await call('GET', '/_orders')).body as ListedOrder[];

  const approved = async (body?: unknown): Promise<string> => {
    const { id } = (await create(body)).body as { id: string };
    await decide(id, 'approve');
    return id;
  };
  const paid = async (body?: unknown): Promise<{ orderId: string; captureId: string }> => {
    const orderId = await approved(body);
    const { body: order } = await capture(orderId);
    return { orderId, captureId: order.purchase_units[0].payments.captures[0].id };
  };
  const calls = { create, capture, refund, readOrder, readCapture, readRefund, verify };
  return { call, askToken, forgetToken, decide, ...calls, fault, clearFaults, listed, approved, paid };
};
