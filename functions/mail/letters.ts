import { BatchGetItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import { Unavailable } from '../kit/http/problem.ts';
import { fates, type Fate } from './domain/fate.ts';
import { toItem } from '../kit/store/client.ts';
import type { Ports } from '../kit/ports.ts';

const Row = z.object({
  id: z.string(),
  template: z.string(),
  state: z.string(),
  at: z.string(),
  endedAt: z.optional(z.string()),
  reason: z.optional(z.string()),
  fate: z.optional(z.enum(fates)),
});

/** What is known of a letter to whoever asks what was sent to them. */
export type LetterNote = {
  about: string;
  state: string;
  at: string;
  endedAt?: string | undefined;
  /** Why it was refused or waits. */
  reason?: string | undefined;
  /** What became of it after SES took it. */
  fate?: Fate | undefined;
};

/** Returns what became of letters, at most 100, by their ids; those that are not there are missing. */
export const readLetters = async (
  ids: readonly string[],
  { dynamo, table }: Pick<Ports, 'dynamo' | 'table'>,
): Promise<Map<string, LetterNote>> => {
  const name = table('mail.outbox');
  if (ids.length === 0) return new Map();
  const request = { RequestItems: { [name]: { Keys: ids.map((id) => toItem({ id })) } } };
  const { Responses, UnprocessedKeys } = await dynamo.send(new BatchGetItemCommand(request));
  if (Object.keys(UnprocessedKeys ?? {}).length > 0) throw new Unavailable('unprocessed keys');
  const rows = (Responses?.[name] ?? []).map((item) => z.parse(Row, unmarshall(item)));
  return new Map(rows.map(({ id, template: about, ...rest }) => [id, { about, ...rest }]));
};
