import type { Addresses } from './running-shop.ts';
import { eventually, mailsTo } from './shopper.ts';

type Sent = { body?: object; token?: string | undefined; headers?: Record<string, string> };

/** What the running shop returned. */
export type Returned = { status: number; body: Record<string, unknown> };

/** A browser with all of its cookies, whoever uses it. */
const browser = ({ api }: Pick<Addresses, 'api'>) => {
  const cookies = new Map<string, string>();
  const keep = (set: string): void => {
    const [name = '', value = ''] = (set.split(';')[0] ?? '').split(/=(.*)/s);
    if (set.includes('Max-Age=0')) cookies.delete(name);
    else cookies.set(name, value);
  };
  return async (method: string, route: string, { body, token, headers }: Sent = {}): Promise<Returned> => {
    const answer = await fetch(`${api}${route}`, {
      method,
      headers: {
        ...(cookies.size > 0 && { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }),
        ...(body && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    for (const set of answer.headers.getSetCookie()) keep(set);
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
};

const codesTo = async (addresses: Addresses, email: string): Promise<string[]> =>
  (await mailsTo(addresses, email)).flatMap(({ text }) => /^\d{8}$/m.exec(text)?.[0] ?? []);

/** Somebody with a browser and a mailbox; `code` waits for the next code that comes, whoever asked for it. */
export const customer = (addresses: Addresses) => {
  const ask = browser(addresses);
  const seen = new Map<string, number>();
  const code = async (email: string): Promise<string> => {
    const before = seen.get(email) ?? 0;
    const codes = await eventually(
      () => codesTo(addresses, email),
      (all) => all.length > before,
    );
    seen.set(email, before + 1);
    return codes[before] ?? '';
  };
  const signIn = async (email: string, password: string): Promise<string> => {
    const { status, body } = await ask('POST', '/account/sign-in', { body: { email, password } });
    if (status !== 200) throw new Error(`sign-in returned ${status}`);
    return String(body['accessToken']);
  };
  return { ask, code, signIn };
};
