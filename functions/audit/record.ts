import { Unavailable } from '../kit/http/problem.ts';
import type { Ports } from '../kit/ports.ts';
import { toItem } from '../kit/store/client.ts';
import { prompt, type Retrying } from '../kit/store/retry.ts';
import { apply, type Write } from '../kit/store/write.ts';
import { daySeconds, seconds } from '../kit/value/time.ts';
import { dayOf, keptDays, type Access, type AccessRow } from './domain/access.ts';
import { accessTable, waiting } from './row.ts';

/** What recording an access needs from outside. */
export type RecordPorts = Pick<Ports, 'dynamo' | 'table'> & Retrying & Pick<Ports, 'newId'>;

const rowPut = (row: AccessRow, ports: Pick<Ports, 'table'>): Write => ({
  Put: {
    TableName: ports.table(accessTable),
    Item: toItem({ day: dayOf(row.id), ...row, waiting }),
    ConditionExpression: 'attribute_not_exists(id)',
  },
});

/** What is recorded of an access; it counts as explained unless it is said not to be. */
export type Recorded = Omit<Access, 'id' | 'at' | 'explained'> & { at: Date; explained?: boolean };

/**
 * Records that a member of the staff is about to see or change fields of a person. Call it before the data is returned:
 * throws Unavailable when it cannot be recorded, and then nothing may be shown.
 */
export const recordAccess = async (access: Recorded, ports: RecordPorts): Promise<void> => {
  const at = access.at.toISOString();
  const nonce = Buffer.from(ports.random(32)).toString('base64url');
  const expiresAt = seconds(access.at) + keptDays * daySeconds;
  const row = { ...access, id: `${at}.${ports.newId()}`, at, explained: access.explained ?? true, nonce, expiresAt };
  const outcome = await apply(rowPut(row, ports), ports, prompt).catch((cause: unknown) => {
    throw new Unavailable('the access cannot be recorded', { cause });
  });
  // A refusal may be the row's own first put, whose response was lost: nobody else has its random number.
  if (!outcome.applied && outcome.item?.['nonce']?.S !== nonce)
    throw new Unavailable('the access cannot be recorded under a new id');
};
