import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { Unavailable } from '../kit/http/problem.ts';
import type { Ports } from '../kit/ports.ts';
import { fromItem, toItem } from '../kit/store/client.ts';
import { apply } from '../kit/store/write.ts';
import { seconds } from '../kit/value/time.ts';
import { revokedFor } from './revoked.ts';

/** The row of a member of staff of whom a session was ended; a member without one has never had one ended. */
const MemberRow = z.object({
  id: z.string(),
  status: z.enum(['active', 'suspended']),
  validAfter: z._default(z.int(), 0),
  revoked: z._default(z.record(z.string(), z.int()), {}),
});
export type Member = z.infer<typeof MemberRow>;

const table = 'accounts.staff';

/** How often a change looks again when the row changed meanwhile. */
const tries = 10;

/** Reads what is known of a member of staff, consistently. */
export const getMember = async (
  id: string,
  { dynamo, table: nameOf }: Pick<Ports, 'dynamo' | 'table'>,
): Promise<Member | undefined> => {
  const command = new GetItemCommand({ TableName: nameOf(table), Key: toItem({ id }), ConsistentRead: true });
  return fromItem(MemberRow, (await dynamo.send(command)).Item);
};

const put = async (id: string, change: (member: Member) => Partial<Member>, ports: Ports): Promise<void> => {
  for (let tried = 0; tried < tries; tried += 1) {
    const member = await getMember(id, ports);
    const before = member ?? { id, status: 'active' as const, validAfter: 0, revoked: {} };
    const write = {
      Put: {
        TableName: ports.table(table),
        Item: toItem({ ...before, ...change(before) }),
        ConditionExpression: member
          ? '#status = :status AND validAfter = :after AND revoked = :revoked'
          : 'attribute_not_exists(id)',
        ...(member && {
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: toItem({
            ':status': member.status,
            ':after': member.validAfter,
            ':revoked': member.revoked,
          }),
        }),
      },
    };
    if ((await apply(write, ports)).applied) return;
  }
  throw new Unavailable('staff');
};

/** Ends every session of a member of staff, at once and for good. */
export const suspendMember = (id: string, at: Date, ports: Ports): Promise<void> =>
  put(id, ({ validAfter }) => ({ status: 'suspended', validAfter: Math.max(validAfter, seconds(at)) }), ports);

/** Remembers a sign-in of a member of staff that was signed out, until its last access token has expired. */
export const revokeMember = (id: string, origin: string, ports: Ports): Promise<void> => {
  const now = seconds(ports.now());
  const kept = (revoked: Member['revoked']) => Object.entries(revoked).filter(([, until]) => until >= now);
  return put(
    id,
    ({ revoked }) => ({ revoked: { ...Object.fromEntries(kept(revoked)), [origin]: now + revokedFor } }),
    ports,
  );
};
