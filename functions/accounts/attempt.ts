import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { keyedHash, KeyRing } from '../kit/crypto/tokens.ts';
import type { Secrets } from '../kit/crypto/secrets.ts';
import type { Ports } from '../kit/ports.ts';
import { fromItem, toItem } from '../kit/store/client.ts';
import type { Write } from '../kit/store/write.ts';
import { seconds } from '../kit/value/time.ts';
import type { Account } from './account.ts';
import { mayConfirm } from './domain/attempt.ts';
import { unconfirmedFor } from './unconfirmed.ts';

type AttemptPorts = Ports & { secrets: Secrets };

const table = 'accounts.codes';
const Contested = z.object({ expiresAt: z.int() });

const ringOf = ({ secrets }: AttemptPorts): Promise<KeyRing> => secrets('signing-keys', KeyRing);

/** Returns what is kept of the browser that signs up for an address: a keyed hash, another one for every address. */
export const attemptOf = async (address: string, browser: string, ports: AttemptPorts): Promise<string> =>
  keyedHash(await ringOf(ports), 'sign-up', `${address}\n${browser}`).toString('base64url');

const contestedKey = async (address: string, ports: AttemptPorts) =>
  toItem({ id: `contested:${keyedHash(await ringOf(ports), 'contested', address).toString('base64url')}` });

/**
 * Returns the write that remembers, for as long as a sign-up is kept, that a sign-up for an address took the place of one that came
 * from another browser.
 */
export const contestedWrite = async (address: string, ports: AttemptPorts): Promise<Write> => {
  const expires = toItem({ expiresAt: seconds(ports.now()) + unconfirmedFor });
  return { Put: { TableName: ports.table(table), Item: { ...(await contestedKey(address, ports)), ...expires } } };
};

const isContested = async (address: string, ports: AttemptPorts): Promise<boolean> => {
  const read = { TableName: ports.table(table), Key: await contestedKey(address, ports), ConsistentRead: true };
  const row = fromItem(Contested, (await ports.dynamo.send(new GetItemCommand(read))).Item);
  return row !== undefined && row.expiresAt > seconds(ports.now());
};

/** Returns whether who confirms an account is who signed up for it, as far as the browser tells. */
export const isOwnAttempt = async (
  address: string,
  { attempt }: Pick<Account, 'attempt'>,
  { browser, isFromBrowser }: { browser: string | undefined; isFromBrowser: boolean },
  ports: AttemptPorts,
): Promise<boolean> =>
  mayConfirm({
    attempt,
    shown: browser === undefined ? undefined : await attemptOf(address, browser, ports),
    isFromBrowser,
    // Where the browser says which it is, that alone decides.
    contested: browser === undefined && isFromBrowser && (await isContested(address, ports)),
  });
