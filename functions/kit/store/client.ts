import { DynamoDBClient, type AttributeValue, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import { withTimeOut, settings } from '../time-outs.ts';

export type Item = Record<string, AttributeValue>;

/** Returns a client of the database that gives up in time for a 503 within 5 seconds. */
export const dynamoClient = (
  access: Pick<DynamoDBClientConfig, 'endpoint' | 'region' | 'credentials'> = {},
): DynamoDBClient => withTimeOut(new DynamoDBClient({ ...access, ...settings }));

/** Returns a plain value, or the values of an expression, as DynamoDB has them; undefined fields are left out. */
export const toItem = (value: object): Item => marshall(value, { removeUndefinedValues: true });

/** Returns an item parsed on its way out of the table; undefined stays undefined, a wrong shape throws. */
export const fromItem = <S extends z.ZodMiniType>(schema: S, item: Item | undefined): z.output<S> | undefined =>
  item && z.parse(schema, unmarshall(item));

const named = (error: unknown, name: string): boolean => error instanceof Error && error.name === name;

/** Returns whether a single conditional write was refused by its condition. */
export const conditionFailed = (error: unknown): error is Error & { Item?: Item } =>
  named(error, 'ConditionalCheckFailedException');

export type Cancellation = { Code?: string; Item?: Item };

/** The reasons of a cancelled transaction, one per action in their order; undefined for any other error. */
const cancellation = (error: unknown): Cancellation[] | undefined =>
  named(error, 'TransactionCanceledException')
    ? ((error as { CancellationReasons?: Cancellation[] }).CancellationReasons ?? [])
    : undefined;

/**
 * Returns whether a transaction was refused by a condition (and not by a conflict or throttling, which are worth a
 * retry).
 */
export const refusedByCondition = (error: unknown): boolean =>
  cancellation(error)?.some((reason) => reason.Code === 'ConditionalCheckFailed') ?? false;

/** Returns which actions of a cancelled transaction were refused by their condition, by position; throws any other error. */
export const refusedActions = (error: unknown): number[] => {
  const codes = cancellation(error)?.map((reason) => reason.Code) ?? [];
  if (!codes.includes('ConditionalCheckFailed')) throw error;
  return codes.flatMap((code, position) => (code === 'ConditionalCheckFailed' ? [position] : []));
};

/** Returns whether the same call may succeed in a moment: a conflict with another transaction, or throttling. */
export const isContention = (error: unknown): boolean =>
  named(error, 'TransactionConflictException') ||
  named(error, 'TransactionInProgressException') ||
  (!refusedByCondition(error) && (cancellation(error)?.length ?? 0) > 0);
