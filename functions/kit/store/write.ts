import {
  DeleteItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type ConditionCheck,
  type Delete,
  type Put,
  type Update,
} from '@aws-sdk/client-dynamodb';
import type { Ports } from '../ports.ts';
import { conditionFailed, refusedActions, type Item } from './client.ts';
import { brief, retry, type Retrying } from './retry.ts';

/** One change of one item with its condition, which decides: alone by `apply`, with others by `transact`. */
export type Write = { Put: Put } | { Update: Update } | { Delete: Delete };

/** A condition on an item that a transaction leaves as it is. */
export type Check = { ConditionCheck: ConditionCheck };

/** What came of a write: the item as it is now (of an update), or the item that refused it, if there is one. */
export type Applied = { applied: true; item?: Item | undefined } | { applied: false; item: Item | undefined };

type Store = Pick<Ports, 'dynamo'> & Retrying;

const stored = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const;

const send = async (write: Write, { dynamo }: Pick<Ports, 'dynamo'>): Promise<Item | undefined> => {
  if ('Put' in write) return void (await dynamo.send(new PutItemCommand({ ...write.Put, ...stored })));
  if ('Delete' in write) return void (await dynamo.send(new DeleteItemCommand({ ...write.Delete, ...stored })));
  return (await dynamo.send(new UpdateItemCommand({ ...write.Update, ...stored, ReturnValues: 'ALL_NEW' }))).Attributes;
};

/**
 * Applies one write; tries again under contention. A refusal may be one's own success whose response was lost: compare what
 * is stored with what was written. Throws when the store stays unavailable.
 */
export const apply = (write: Write, store: Store, persistence = brief): Promise<Applied> =>
  retry(
    async () => {
      try {
        return { applied: true, item: await send(write, store) };
      } catch (error) {
        if (conditionFailed(error)) return { applied: false, item: error.Item };
        throw error;
      }
    },
    store,
    persistence,
  );

/** What came of a transaction: done, or the positions of the writes whose conditions refused it. */
export type Transacted = { done: true } | { done: false; refused: readonly number[] };

/**
 * Applies up to 100 writes, all or none; tries again under contention. A refusal may be one's own success, as with
 * `apply`. Throws when the store stays unavailable.
 */
export const transact = (writes: readonly (Write | Check)[], store: Store, persistence = brief): Promise<Transacted> =>
  retry(
    async () => {
      try {
        await store.dynamo.send(new TransactWriteItemsCommand({ TransactItems: [...writes] }));
        return { done: true };
      } catch (error) {
        return { done: false, refused: refusedActions(error) };
      }
    },
    store,
    persistence,
  );
