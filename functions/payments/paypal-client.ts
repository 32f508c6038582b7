import * as z from 'zod/mini';
import { Unavailable } from '../kit/problem.ts';
import type { Secrets } from '../kit/secrets.ts';

/**
 * What the stage knows of its PayPal account. Without `merchantId` the payee of a payment is compared with the one that
 * PayPal named when the payment was created. `trustAnchors` (PEM) stand in place of the roots that come with the code.
 * `approvalWindowHours`: how long PayPal lets a buyer approve a payment (3 or 6 hours, by its version); 3 unless set.
 */
export const PayPalSecret = z.object({
  clientId: z.string(),
  clientSecret: z.string(),
  webhookId: z.string(),
  merchantId: z.optional(z.string()),
  trustAnchors: z.optional(z.string()),
  approvalWindowHours: z.optional(z.number().check(z.gte(1), z.lte(24))),
});

/** How long a call may take and how often it is tried; a repeated call carries the same PayPal-Request-Id. */
export type Patience = { timeout: number; tries: number };
export const onRequestPath: Patience = { timeout: 3_500, tries: 2 };
export const inWorker: Patience = { timeout: 8_000, tries: 3 };

export type Call = { method: 'GET' | 'POST'; path: string; body?: string; requestId?: string };
export type PayPalAnswer = { status: number; body: unknown };
export type PayPalCall = (call: Call) => Promise<PayPalAnswer>;

export type PayPalPorts = {
  fetch: typeof fetch;
  now: () => Date;
  secrets: Secrets;
  settings: { paypalApiBase: string };
};

const Token = z.object({ access_token: z.string(), expires_in: z.number() });
const again = new Set([409, 429, 500, 502, 503, 504]);
const pause = (ms: number) => new Promise((resume) => setTimeout(resume, ms));

const read = async (answer: Response): Promise<PayPalAnswer> => {
  const text = await answer.text();
  if (text === '') return { status: answer.status, body: {} };
  try {
    return { status: answer.status, body: JSON.parse(text) as unknown };
  } catch {
    throw new Unavailable('PayPal answered something that is not JSON');
  }
};

/**
 * Calls PayPal's REST API with a cached access token. Answers of 2xx and definite 4xx are returned; a time-out, a cut
 * line, 409, 429 and 5xx leave the outcome unknown: tried again with the same request id while there is time, then
 * Unavailable is thrown.
 */
export const paypalClient = (ports: PayPalPorts, patience: Patience): PayPalCall => {
  let token: { value: string; until: number } | undefined;

  const send = async (path: string, init: RequestInit, deadline: number): Promise<PayPalAnswer> => {
    const left = deadline - ports.now().getTime();
    if (left <= 0) throw new Unavailable('PayPal took too long');
    const answer = await ports.fetch(new URL(path, ports.settings.paypalApiBase), {
      ...init,
      redirect: 'error',
      signal: AbortSignal.timeout(left),
    });
    return read(answer);
  };

  const authorize = async (deadline: number): Promise<string> => {
    if (token && token.until > ports.now().getTime()) return token.value;
    const { clientId, clientSecret } = await ports.secrets('paypal', PayPalSecret);
    const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
    const headers = { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' };
    const body = 'grant_type=client_credentials';
    const answer = await send('/v1/oauth2/token', { method: 'POST', headers, body }, deadline);
    const parsed = z.safeParse(Token, answer.body);
    if (answer.status !== 200 || !parsed.success) throw new Unavailable('PayPal gave no access token');
    token = { value: parsed.data.access_token, until: ports.now().getTime() + (parsed.data.expires_in - 60) * 1000 };
    return token.value;
  };

  const once = async ({ method, path, body, requestId }: Call, deadline: number): Promise<PayPalAnswer> => {
    const headers = {
      authorization: `Bearer ${await authorize(deadline)}`,
      'content-type': 'application/json',
      prefer: 'return=representation',
      ...(requestId && { 'paypal-request-id': requestId }),
    };
    const answer = await send(path, { method, headers, ...(body !== undefined && { body }) }, deadline);
    if (answer.status === 401) token = undefined;
    if (answer.status === 401 || again.has(answer.status)) throw new Unavailable(`PayPal answered ${answer.status}`);
    return answer;
  };

  return async (call) => {
    const deadline = ports.now().getTime() + patience.timeout;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await once(call, deadline);
      } catch (error) {
        if (attempt >= patience.tries || ports.now().getTime() >= deadline)
          throw new Unavailable('PayPal', { cause: error });
        await pause(100 * 3 ** (attempt - 1));
      }
    }
  };
};
