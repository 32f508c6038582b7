import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { keyedHash, KeyRing } from '../kit/crypto/tokens.ts';
import type { Secrets } from '../kit/crypto/secrets.ts';
import type { Ports } from '../kit/ports.ts';
import { fromItem, toItem } from '../kit/store/client.ts';
import { prompt } from '../kit/store/retry.ts';
import { apply, type Write } from '../kit/store/write.ts';
import { seconds } from '../kit/value/time.ts';
import { codeBytes, codeOf, codeRules, judgeCode, type Purpose } from './domain/code.ts';

/** What a code is for and whose it is: an address in its identity form, or the id of an account. */
export type Subject = { purpose: Purpose; subject: string };

const CodeRow = z.object({
  id: z.string(),
  hash: z.string(),
  account: z.string(),
  tries: z.int(),
  expiresAt: z.int(),
  used: z.optional(z.string()),
  /** A new address, under the key of the person. */
  address: z.optional(z.string()),
});
export type CodeRow = z.infer<typeof CodeRow>;

type CodePorts = Ports & { secrets: Secrets };

const table = 'accounts.codes';

const ringOf = ({ secrets }: CodePorts): Promise<KeyRing> => secrets('signing-keys', KeyRing);

const idOf = (ring: KeyRing, { purpose, subject }: Subject): string =>
  `${purpose}:${keyedHash(ring, `code-of:${purpose}`, subject).toString('base64url')}`;

const hashOf = (ring: KeyRing, { purpose, subject }: Subject, code: string): string =>
  keyedHash(ring, `code:${purpose}`, `${subject}\n${code}`).toString('base64url');

/**
 * Makes a code for an account: returns it with the write that keeps its keyed hash. An older one of the same purpose and
 * subject is void then, and so are the tries that it had.
 */
export const newCode = async (
  of: Subject,
  more: { account: string; address?: string | undefined },
  ports: CodePorts,
): Promise<{ code: string; write: Write }> => {
  const ring = await ringOf(ports);
  const code = codeOf(ports.random(codeBytes));
  const row = {
    id: idOf(ring, of),
    hash: hashOf(ring, of, code),
    tries: 0,
    expiresAt: seconds(ports.now()) + codeRules.life / 1000,
    ...more,
  };
  return { code, write: { Put: { TableName: ports.table(table), Item: toItem(row) } } };
};

/** What a try of a code comes to. */
export type Tried = { outcome: 'wrong' } | { outcome: 'right' | 'used'; row: CodeRow };

/** Tries a code: counts the try before it looks, so that no more than five of a code are ever compared. */
export const tryCode = async (of: Subject, code: string, ports: CodePorts): Promise<Tried> => {
  const ring = await ringOf(ports);
  const write = {
    Update: {
      TableName: ports.table(table),
      Key: toItem({ id: idOf(ring, of) }),
      UpdateExpression: 'SET tries = tries + :one',
      ConditionExpression: 'attribute_exists(id) AND tries < :most AND expiresAt > :now',
      ExpressionAttributeValues: toItem({ ':one': 1, ':most': codeRules.tries, ':now': seconds(ports.now()) }),
    },
  };
  const { applied, item } = await apply(write, ports, prompt);
  const row = applied ? fromItem(CodeRow, item) : undefined;
  const outcome = judgeCode(row, row?.hash === hashOf(ring, of, code), seconds(ports.now()));
  return row && outcome !== 'wrong' ? { outcome, row } : { outcome: 'wrong' };
};

/** Returns the write by which a code serves a request: once, and none but the code that was tried. */
export const useWrite = ({ id, hash }: CodeRow, request: string, ports: Pick<Ports, 'table'>): Write => ({
  Update: {
    TableName: ports.table(table),
    Key: toItem({ id }),
    UpdateExpression: 'SET #used = :request',
    ConditionExpression: '#hash = :hash AND attribute_not_exists(#used)',
    ExpressionAttributeNames: { '#used': 'used', '#hash': 'hash' },
    ExpressionAttributeValues: toItem({ ':hash': hash, ':request': request }),
  },
});

/**
 * Returns the request that a code served, if it has: a transaction whose answer was lost is refused by itself when it is sent
 * again. A code in whose place another was made has served somebody else.
 */
export const userOf = async ({ id, hash }: CodeRow, { dynamo, table: nameOf }: Ports): Promise<string | undefined> => {
  const read = { TableName: nameOf(table), Key: toItem({ id }), ConsistentRead: true };
  const row = fromItem(CodeRow, (await dynamo.send(new GetItemCommand(read))).Item);
  return row?.hash === hash ? row.used : 'replaced';
};

/** Gives a code back that a request could not make use of after all. */
export const giveBack = async ({ id }: CodeRow, request: string, ports: Ports): Promise<void> => {
  const write = {
    Update: {
      TableName: ports.table(table),
      Key: toItem({ id }),
      UpdateExpression: 'REMOVE #used',
      ConditionExpression: '#used = :request',
      ExpressionAttributeNames: { '#used': 'used' },
      ExpressionAttributeValues: toItem({ ':request': request }),
    },
  };
  await apply(write, ports, prompt);
};
