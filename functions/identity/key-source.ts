import { Unavailable } from '../kit/http/problem.ts';
import type { Ports } from '../kit/ports.ts';
import { minute } from '../kit/value/time.ts';

const timeout = 1_500;
const tries = 2;

/**
 * Returns a function that fetches the public keys at an address. It asks once a minute at most: a token that names an unknown
 * key asks for them again, and anybody can make one. Throws Unavailable when it gets none.
 */
export const keySource = ({ fetch, now, settings }: Pick<Ports, 'fetch' | 'now' | 'settings'>) => {
  const kept = new Map<string, { until: number; keys: Promise<ArrayBuffer> }>();

  const read = async (address: string): Promise<ArrayBuffer> => {
    const url = settings.cognitoEndpoint ? new URL(new URL(address).pathname, settings.cognitoEndpoint) : address;
    for (let tried = 1; ; tried += 1)
      try {
        const response = await fetch(url, { signal: AbortSignal.timeout(timeout) });
        if (response.status !== 200) throw new Error(`the pool returned ${response.status}`);
        return await response.arrayBuffer();
      } catch (error) {
        if (tried >= tries) throw new Unavailable('the keys of the user pool', { cause: error });
      }
  };

  return (address: string): Promise<ArrayBuffer> => {
    const entry = kept.get(address);
    if (entry && entry.until > now().getTime()) return entry.keys;
    const keys = read(address);
    kept.set(address, { until: now().getTime() + minute, keys });
    keys.catch(() => kept.delete(address));
    return keys;
  };
};
