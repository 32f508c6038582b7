import { recordAccess } from '../audit/public.ts';
import { accountOf, personsOf } from '../accounts/public.ts';
import type { Staff } from '../kit/http/session.ts';
import type { KeyWrapper } from '../kit/crypto/data-keys.ts';
import type { Ports } from '../kit/ports.ts';
import { fitting } from './reason.ts';

/** Who of the staff wants to do what to a person, which fields it is about, and why. */
export type Deed = { staff: Staff; person: string; action: string; fields: readonly string[]; reason: string };

type RecordingPorts = Ports & { keys: KeyWrapper };

/**
 * Records what staff are about to do to a person, and returns whether they may: whether the reason is open and the person's, or that of
 * somebody whose things are the person's. A deed without a good reason is recorded as well, as unexplained and of no field.
 */
export const mayDo = async (
  { person, reason, staff, fields, action }: Deed,
  ports: RecordingPorts,
): Promise<boolean> => {
  const account = await accountOf(person, ports);
  const joined = account?.person === person ? personsOf(account) : [];
  const explained = (await fitting(reason, { persons: [person, ...joined] }, ports)) !== undefined;
  const access = { staff: staff.id, person, action, reason, at: ports.now(), explained };
  await recordAccess({ ...access, fields: explained ? fields : [] }, ports);
  return explained;
};
