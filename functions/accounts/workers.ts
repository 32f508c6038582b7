import * as z from 'zod/mini';
import type { PayloadHandler } from '../kit/work/invoke.ts';
import type { AccountPorts } from './account-ports.ts';
import { addressOf } from './ask.ts';
import { forgot, newAddress, resend } from './requests/codes-again.ts';
import { Payload } from './requests/payload.ts';
import { signUp } from './requests/sign-up.ts';

export { sweep } from './sweep.ts';

/** Does what was asked for an address, out of sight of whoever asked. */
export const enrol: PayloadHandler<AccountPorts> = async (payload, ports) => {
  const wanted = z.parse(Payload, payload);
  const address = addressOf(wanted.email);
  if (wanted.kind === 'sign-up') return signUp(address, wanted, ports);
  if (wanted.kind === 'new-address') return newAddress(address, wanted, ports);
  return { resend, forgot }[wanted.kind](address, wanted.request, ports);
};
