import { paginateQuery, type AttributeValue } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { fromItem, toItem } from '../kit/store/client.ts';
import { apply, type Write } from '../kit/store/write.ts';
import type { Retrying } from '../kit/store/retry.ts';
import type { Ports } from '../kit/ports.ts';
import { seconds } from '../kit/value/time.ts';
import { ledgerKept } from './domain.ts';
import { spanOf, tallyOf, type Tally } from './domain/rates.ts';

type Store = Pick<Ports, 'dynamo' | 'table'>;

const rates = 'mail.rates';

/** What is counted apart: everything sent by the stream of news, and each campaign. */
export type Counted = 'news' | `campaign:${string}`;

const Count = z._default(z.int(), 0);
const SpanRow = z.object({ span: z.string(), mails: Count, bounces: Count, softBounces: Count, complaints: Count });

/** The name of the span of an instant: its beginning, RFC 3339. */
const nameOf = (at: Date): string => new Date(spanOf(at.getTime())).toISOString();

/** Returns the write that adds to what is counted of the mails that were sent in the span of an instant. */
export const tallyWrite = (of: Counted, sentAt: Date, add: Partial<Tally>, { table }: Pick<Ports, 'table'>): Write => {
  const names = Object.keys(add);
  return {
    Update: {
      TableName: table(rates),
      Key: toItem({ of, span: nameOf(sentAt) }),
      UpdateExpression: `SET expiresAt = :expiry ADD ${names.map((name) => `${name} :${name}`).join(', ')}`,
      ExpressionAttributeValues: toItem({
        ':expiry': seconds(sentAt) + ledgerKept,
        ...Object.fromEntries(names.map((name) => [`:${name}`, add[name as keyof Tally]])),
      }),
    },
  };
};

/** Counts mails that were sent just now, for all news and for their campaign. */
export const countSent = async (
  mails: number,
  campaign: string | undefined,
  now: Date,
  ports: Store & Retrying,
): Promise<void> => {
  if (mails === 0) return;
  const of: Counted[] = ['news', ...(campaign === undefined ? [] : [`campaign:${campaign}` as const])];
  for (const each of of) await apply(tallyWrite(each, now, { mails }, ports), ports);
};

/** Returns what is counted of the newest mails; none from before `since` (RFC 3339), when somebody switched mail on again. */
export const tally = async (of: Counted, now: Date, since: string, { dynamo, table }: Store): Promise<Tally> => {
  const query = {
    TableName: table(rates),
    KeyConditionExpression: '#of = :of AND #span >= :since',
    ExpressionAttributeNames: { '#of': 'of', '#span': 'span' },
    ExpressionAttributeValues: toItem({ ':of': of, ':since': since }),
    ScanIndexForward: false,
    ConsistentRead: true,
  };
  const items: Record<string, AttributeValue>[] = [];
  for await (const page of paginateQuery({ client: dynamo, pageSize: 200 }, query)) {
    items.push(...(page.Items ?? []));
    if (items.length >= 200) break;
  }
  const spans = items.flatMap((item) => fromItem(SpanRow, item) ?? []);
  return tallyOf(
    spans.map((each) => ({ ...each, begins: Date.parse(each.span) })),
    now,
  );
};
