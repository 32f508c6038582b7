import * as z from 'zod/mini';
import { Unavailable } from '../kit/http/problem.ts';
import type { Secrets } from '../kit/crypto/secrets.ts';

/**
 * What the stage knows of its PayPal account. Without `merchantId` the payee of a payment is compared with the one that
 * PayPal named when the payment was created. `trustAnchors` (PEM) stand in place of the roots that come with the code.
 * `approvalWindowHours`: how long PayPal lets a buyer approve a payment (3 or 6 hours, by its version); 3 unless set. A
 * fraction, down to a minute, lets a stage be tried out. `disputeResponse`: how the shop responds to a dispute by itself, three
 * days before its due date: `evidence` for PINs that were shown and acceptance for others, `accept` always, `staff` never.
 */
export const PayPalSecret = z.object({
  clientId: z.string(),
  clientSecret: z.string(),
  webhookId: z.string(),
  merchantId: z.optional(z.string()),
  trustAnchors: z.optional(z.string()),
  disputeResponse: z._default(z.enum(['evidence', 'accept', 'staff']), 'evidence'),
  approvalWindowHours: z._default(z.number().check(z.gte(1 / 60), z.lte(24)), 3),
});

/** How long (milliseconds) a call may take, and how often it is tried; a repeated call carries the same PayPal-Request-Id. */
export type CallLimits = { timeout: number; tries: number };
export const onRequestPath: CallLimits = { timeout: 3_500, tries: 2 };
export const inWorker: CallLimits = { timeout: 8_000, tries: 3 };

export type Call = {
  method: 'GET' | 'POST' | 'DELETE';
  path: string;
  body?: string;
  type?: string;
  requestId?: string;
};
export type PayPalResponse = { status: number; body: unknown };
/** One call to PayPal, whoever makes it. */
export type AskPayPal = (call: Call) => Promise<PayPalResponse>;
/**
 * Calls PayPal. `authorize` fetches the access token that calls need, if none is kept, so that it can be there by the
 * time of the first call; it rejects with Unavailable when PayPal gives none, and then the call itself tries again.
 */
export type PayPalCall = AskPayPal & { authorize: () => Promise<void> };
/** The client of PayPal, and the address that it calls. */
export type PayPalClient = PayPalCall & { apiBase: string };

/** PayPal takes no more calls for now (429): whoever has many to make ends the run. */
export class RateLimited extends Unavailable {
  override name = 'RateLimited';
}

export type PayPalPorts = {
  fetch: typeof fetch;
  now: () => Date;
  secrets: Secrets;
  /** PayPal's own address, which a stage sets. */
  apiBase: string;
};

const Token = z.object({ access_token: z.string(), expires_in: z.number() });
const again = new Set([409, 500, 502, 503, 504]);
const pause = (ms: number) => new Promise((resume) => setTimeout(resume, ms));

const read = async (response: Response): Promise<PayPalResponse> => {
  const text = await response.text();
  if (text === '') return { status: response.status, body: {} };
  try {
    return { status: response.status, body: JSON.parse(text) as unknown };
  } catch {
    throw new Unavailable('PayPal returned something that is not JSON');
  }
};

/**
 * Calls PayPal's REST API with a cached access token. Responses of 2xx and definite 4xx are returned; a time-out, a cut
 * line, 409, 429 and 5xx leave the outcome unknown: tried again with the same request id while there is time, then
 * Unavailable is thrown, RateLimited for 429.
 */
export const paypalClient = (ports: PayPalPorts, limits: CallLimits): PayPalClient => {
  let token: { value: string; until: number } | undefined;
  let underWay: Promise<string> | undefined;

  const send = async (path: string, init: RequestInit, deadline: number): Promise<PayPalResponse> => {
    const left = deadline - ports.now().getTime();
    if (left <= 0) throw new Unavailable('PayPal took too long');
    const response = await ports.fetch(new URL(path, ports.apiBase), {
      ...init,
      redirect: 'error',
      signal: AbortSignal.timeout(left),
    });
    return read(response);
  };

  const fetchToken = async (deadline: number): Promise<string> => {
    const { clientId, clientSecret } = await ports.secrets('paypal', PayPalSecret);
    const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
    const headers = { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' };
    const body = 'grant_type=client_credentials';
    const response = await send('/v1/oauth2/token', { method: 'POST', headers, body }, deadline);
    if (response.status === 429) throw new RateLimited('PayPal returned 429');
    const parsed = z.safeParse(Token, response.body);
    if (response.status !== 200 || !parsed.success) throw new Unavailable('PayPal gave no access token');
    token = { value: parsed.data.access_token, until: ports.now().getTime() + (parsed.data.expires_in - 60) * 1000 };
    return token.value;
  };

  /** The token that is kept, or the one fetch of it that is under way. */
  const authorize = async (deadline: number): Promise<string> => {
    if (token && token.until > ports.now().getTime()) return token.value;
    underWay ??= fetchToken(deadline).finally(() => (underWay = undefined));
    return underWay;
  };

  const once = async (
    { method, path, body, type = 'application/json', requestId }: Call,
    deadline: number,
  ): Promise<PayPalResponse> => {
    const bearer = await authorize(deadline);
    const headers = {
      authorization: `Bearer ${bearer}`,
      'content-type': type,
      prefer: 'return=representation',
      ...(requestId && { 'paypal-request-id': requestId }),
    };
    const response = await send(path, { method, headers, ...(body !== undefined && { body }) }, deadline);
    if (response.status === 401 && token?.value === bearer) token = undefined;
    if (response.status === 429) throw new RateLimited('PayPal returned 429');
    if (response.status === 401 || again.has(response.status))
      throw new Unavailable(`PayPal returned ${response.status}`);
    return response;
  };

  const deadlineFromNow = () => ports.now().getTime() + limits.timeout;

  const call: AskPayPal = async (request) => {
    const deadline = deadlineFromNow();
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await once(request, deadline);
      } catch (error) {
        if (attempt >= limits.tries || ports.now().getTime() >= deadline)
          throw error instanceof RateLimited ? error : new Unavailable('PayPal', { cause: error });
        await pause(100 * 3 ** (attempt - 1));
      }
    }
  };
  const ready = async () => void (await authorize(deadlineFromNow()));
  return Object.assign(call, { authorize: ready, apiBase: ports.apiBase });
};
