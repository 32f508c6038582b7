import * as z from 'zod/mini';
import type { Secrets } from '../kit/crypto/secrets.ts';
import { keyedHash, KeyRing } from '../kit/crypto/tokens.ts';
import type { Ports } from '../kit/ports.ts';
import { fromItem, toItem, type Item } from '../kit/store/client.ts';
import { prompt } from '../kit/store/retry.ts';
import { apply } from '../kit/store/write.ts';
import { isWithin, windowOf, type Limited } from './domain/limits.ts';

type LimitPorts = Ports & { secrets: Secrets };

const table = 'accounts.limits';
const Count = z.object({ count: z.int() });

const keyOf = async (what: Limited, address: string, ports: LimitPorts): Promise<{ key: Item; ends: number }> => {
  const ring = await ports.secrets('signing-keys', KeyRing);
  const { number, ends } = windowOf(what, ports.now());
  const hash = keyedHash(ring, `limit:${what}`, address).toString('base64url');
  return { key: toItem({ id: `${what}:${number}:${hash}` }), ends };
};

/**
 * Counts that something was asked for an address, known or not, and returns whether that is within its limit. One write. The row
 * has a keyed hash of the address, and leaves when its window has passed.
 */
export const count = async (what: Limited, address: string, ports: LimitPorts): Promise<boolean> => {
  const { key, ends } = await keyOf(what, address, ports);
  const write = {
    Update: {
      TableName: ports.table(table),
      Key: key,
      UpdateExpression: 'SET expiresAt = :ends ADD #count :one',
      ExpressionAttributeNames: { '#count': 'count' },
      ExpressionAttributeValues: toItem({ ':ends': Math.ceil(ends / 1000), ':one': 1 }),
    },
  };
  const { item } = await apply(write, ports, prompt);
  return isWithin(what, fromItem(Count, item)?.count ?? 0);
};

/** Begins counting anew, after a success. */
export const clear = async (what: Limited, address: string, ports: LimitPorts): Promise<void> => {
  const { key } = await keyOf(what, address, ports);
  await apply({ Delete: { TableName: ports.table(table), Key: key } }, ports, prompt);
};
