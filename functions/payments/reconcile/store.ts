import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { CurrencyCode } from '../../kit/contract/schemas.ts';
import { fromItem, toItem } from '../../kit/store/client.ts';
import { apply } from '../../kit/store/write.ts';
import type { Ports } from '../../kit/ports.ts';
import type { Counts } from '../../kit/work/sweep.ts';
import type { Book } from '../domain/books.ts';

const Sums = z.object({ captured: z.int(), refunded: z.int(), fees: z.int(), disputed: z.int() });
const Books = z.partialRecord(CurrencyCode, Sums);
const Day = z.object({
  day: z.string(),
  paypal: z.optional(Books),
  ours: z.optional(Books),
  differences: z.optional(z.int()),
  until: z.optional(z.string()),
  since: z.optional(z.string()),
});

/** What is kept of a day: PayPal's sums, ours of the same transactions, and how many of them differ. */
export type DayRow = z.infer<typeof Day>;

const table = 'payments.books';
/** The row that says up to when the days are closed, and from when PayPal's events were read last. */
const progress = 'progress';

const read = async (day: string, ports: Ports): Promise<DayRow | undefined> => {
  const command = new GetItemCommand({ TableName: ports.table(table), Key: toItem({ day }), ConsistentRead: true });
  return fromItem(Day, (await ports.dynamo.send(command)).Item);
};

const set = async (day: string, values: Record<string, unknown>, ports: Ports): Promise<void> => {
  const names = Object.keys(values);
  const update = {
    TableName: ports.table(table),
    Key: toItem({ day }),
    UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: toItem(Object.fromEntries(names.map((name) => [`:${name}`, values[name]]))),
  };
  await apply({ Update: update }, ports);
};

/** Reads what is kept of days; undefined for one that is not closed. */
export const booksOf = async (days: readonly string[], ports: Ports): Promise<(DayRow | undefined)[]> =>
  Promise.all(days.map((day) => read(day, ports)));

/** Closes a day: a repeat closes it the same. */
export const closeDay = (
  day: string,
  closed: { paypal: Book; ours: Book; differences: number },
  ports: Ports,
): Promise<void> => set(day, { ...closed, closedAt: ports.now().toISOString() }, ports);

/** Keeps what a run came to, with the day on which it ran. */
export const report = (counts: Counts, ports: Ports): Promise<void> => {
  const at = ports.now().toISOString();
  return set(at.slice(0, 10), { counts, ranAt: at }, ports);
};

/** Reads up to which day (exclusive) the books are closed, and from when the next run looks. */
export const progressOf = async (ports: Ports): Promise<{ until?: string | undefined; since?: string | undefined }> =>
  (await read(progress, ports)) ?? {};

/** Keeps how far the books are closed, or since when the next run has to look. */
export const keepProgress = (values: { until?: string; since?: string }, ports: Ports): Promise<void> =>
  set(progress, values, ports);
