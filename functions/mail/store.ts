import * as z from 'zod/mini';
import { fromItem, toItem } from '../kit/store/client.ts';
import { all, any } from '../kit/store/condition.ts';
import { once } from '../kit/store/retry.ts';
import { apply } from '../kit/store/write.ts';
import type { Ports } from '../kit/ports.ts';
import { seconds } from '../kit/value/time.ts';
import { topics } from '../preferences/public.ts';
import { isEnded, lease, states, type AfterSending } from './domain.ts';
import { classes, type LetterClass } from './domain/classes.ts';
import { fates } from './domain/fate.ts';
import { templateData, type TemplateName } from './schemas.ts';

type Store = Pick<Ports, 'dynamo' | 'table' | 'random'>;

export const LetterRow = z.object({
  id: z.string(),
  class: z.enum(Object.keys(classes) as [LetterClass]),
  template: z.enum(Object.keys(templateData) as [TemplateName]),
  to: z.string(),
  address: z.optional(z.string()),
  data: z.unknown(),
  state: z.enum(states),
  attempts: z.int(),
  takeovers: z.int(),
  checkAt: z.int(),
  at: z.string(),
  expiresAt: z.int(),
  claim: z.optional(z.string()),
  leaseUntil: z.optional(z.int()),
  topic: z.optional(z.enum(topics)),
  campaign: z.optional(z.string()),
  messageId: z.optional(z.string()),
  endedAt: z.optional(z.string()),
  fate: z.optional(z.enum(fates)),
});
export type Letter = z.infer<typeof LetterRow>;

/** Who claims a letter, and when: the token tells one sender from another. */
export type Claim = { token: string; now: Date };

const outbox = 'mail.outbox';

const isSending = '#state = :sending';
const claimedByThis = 'claim = :claim';
const newOrDue = any('attempts = :zero', 'checkAt <= :now');
const isWaiting = 'attribute_exists(waiting)';
const inForce = 'expiresAt > :now';

type Change = { id: string; condition: string; set: string; values: Record<string, unknown> };

/**
 * Changes a letter if the condition holds; otherwise returns the letter as it is, if there is one. Tried once: a claim's
 * lease counts from when it was asked for, and whoever ends a claim tries again itself.
 */
const change = async (
  { id, condition, set, values }: Change,
  ports: Store,
): Promise<{ done: boolean; letter: Letter | undefined }> => {
  const write = {
    Update: {
      TableName: ports.table(outbox),
      Key: toItem({ id }),
      UpdateExpression: set,
      ConditionExpression: condition,
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: toItem(values),
    },
  };
  const { applied, item } = await apply(write, ports, once);
  return { done: applied, letter: fromItem(LetterRow, item) };
};

/** `checkAt` stays as it is, because it would move the letter in its index: whether a sender is dead is told by the lease. */
const claimed = '#state = :sending, claim = :claim, leaseUntil = :lease, claimedAt = :at';

const claimValues = ({ token, now }: Claim) => {
  const leaseUntil = now.getTime() + lease;
  return {
    ':sending': 'sending', ':claim': token, ':lease': leaseUntil, ':at': now.toISOString(), ':one': 1, ':now': seconds(now),
  }; // prettier-ignore
};

/**
 * Claims a letter that is free: pending, and never tried or due. Otherwise returns it as it is held. A claim whose first
 * response was lost comes back refused by itself; the token tells that it is ours.
 */
export const claimFree = async (id: string, claim: Claim, ports: Store) => {
  const condition = all('#state = :pending', newOrDue, inForce);
  const set = `SET ${claimed}, attempts = attempts + :one`;
  const free = { ':pending': 'pending', ':zero': 0 };
  const { done, letter } = await change({ id, condition, set, values: { ...claimValues(claim), ...free } }, ports);
  return done || letter?.claim === claim.token ? { mine: letter } : { held: letter };
};

/** Takes a letter over from a sender that died, by its claim; undefined when it moved meanwhile. */
export const takeOver = async (dead: Letter, claim: Claim, ports: Store): Promise<Letter | undefined> => {
  const condition = all(isSending, 'claim = :dead', inForce);
  const set = `SET ${claimed}, attempts = attempts + :one, takeovers = takeovers + :one`;
  const values = { ...claimValues(claim), ':dead': dead.claim };
  const { done, letter } = await change({ id: dead.id, condition, set, values }, ports);
  return done || letter?.claim === claim.token ? letter : undefined;
};

/** How a claim ends: the state, and what the ledger keeps of it. */
export type Ending = { to: AfterSending; reason?: string; messageId?: string; checkAt?: number };

/** Ends a claim, if it is still this one; true also when an earlier try of the same write had done it. */
export const endClaim = async (
  { id, claim }: Pick<Letter, 'id' | 'claim'>,
  { to, ...kept }: Ending,
  at: Date,
  ports: Store,
): Promise<boolean> => {
  const fields = Object.entries({ ...kept, endedAt: at.toISOString() }).filter(([, value]) => value !== undefined);
  const set = `SET ${['#state = :to', ...fields.map(([name]) => `${name} = :${name}`)].join(', ')}`;
  const gone = [...(isEnded(to) ? ['waiting'] : []), ...(kept.reason ? [] : ['reason'])];
  const fieldValues = Object.fromEntries(fields.map(([name, value]) => [`:${name}`, value]));
  const { done, letter } = await change(
    {
      id,
      condition: all(isSending, claimedByThis),
      set: gone.length ? `${set} REMOVE ${gone.join(', ')}` : set,
      values: { ...fieldValues, ':to': to, ':sending': 'sending', ':claim': claim },
    },
    ports,
  );
  return done || (letter?.state === to && letter.claim === claim);
};

/** Seconds until a sweeper meets a letter again that it could not deliver. */
const pushedBackFor = 300;

/** Makes a letter due later, so that one that cannot even be read does not come first in every sweep. */
export const pushBack = async (id: string, now: Date, ports: Store): Promise<void> => {
  const write = {
    Update: {
      TableName: ports.table(outbox),
      Key: toItem({ id }),
      UpdateExpression: 'SET checkAt = :later',
      ConditionExpression: all(isWaiting, 'checkAt < :later'),
      ExpressionAttributeValues: toItem({ ':later': seconds(now) + pushedBackFor }),
    },
  };
  await apply(write, ports);
};
