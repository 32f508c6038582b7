import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { fromItem, toItem } from '../kit/store/client.ts';
import { any } from '../kit/store/condition.ts';
import type { Retrying } from '../kit/store/retry.ts';
import { apply } from '../kit/store/write.ts';
import type { Ports } from '../kit/ports.ts';

type Store = Pick<Ports, 'dynamo' | 'table'>;

const switches = 'mail.switches';

/** What can be switched: all of marketing and one-time mail, or one campaign. */
export type SwitchId = 'marketing' | `campaign:${string}`;

/** `off`: letters wait. `ended`: they are refused, because the campaign was given up. */
export type SwitchState = 'on' | 'off' | 'ended';

/** How something is switched: by whom or why, since when; a breaker counts only what was sent since. */
export type MailSwitch = { state: SwitchState; reason?: string | undefined; at?: string | undefined };

const SwitchRow = z.object({
  id: z.string(),
  state: z.enum(['on', 'off', 'ended']),
  reason: z.optional(z.string()),
  at: z.optional(z.string()),
});

/** Returns how something is switched, read consistently; it is on unless somebody has said otherwise. */
export const mailSwitch = async (id: SwitchId, { dynamo, table }: Store): Promise<MailSwitch> => {
  const read = new GetItemCommand({ TableName: table(switches), Key: toItem({ id }), ConsistentRead: true });
  return fromItem(SwitchRow, (await dynamo.send(read)).Item) ?? { state: 'on' };
};

/** Switches marketing or a campaign; what has ended stays so. Returns whether it is switched so now. */
export const switchMail = async (
  id: SwitchId,
  { state, reason, at }: { state: SwitchState; reason: string; at: Date },
  ports: Store & Retrying,
): Promise<boolean> => {
  const write = {
    Put: {
      TableName: ports.table(switches),
      Item: toItem({ id, state, reason, at: at.toISOString() }),
      ConditionExpression: any('attribute_not_exists(id)', '#state <> :ended'),
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: toItem({ ':ended': 'ended' }),
    },
  };
  const { applied, item } = await apply(write, ports);
  return applied || fromItem(SwitchRow, item)?.state === state;
};

const pacer = 'pacer';

/** Makes one run the pacer until a time (epoch milliseconds): two would outrun the rate. False when there is another. */
export const becomePacer = async (
  run: string,
  until: number,
  now: number,
  ports: Store & Retrying,
): Promise<boolean> => {
  const { applied } = await apply(
    {
      Update: {
        TableName: ports.table(switches),
        Key: toItem({ id: pacer }),
        UpdateExpression: 'SET run = :run, #until = :until',
        ConditionExpression: any('attribute_not_exists(id)', '#until < :now', 'run = :run'),
        ExpressionAttributeNames: { '#until': 'until' },
        ExpressionAttributeValues: toItem({ ':run': run, ':until': until, ':now': now }),
      },
    },
    ports,
  );
  return applied;
};
