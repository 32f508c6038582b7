import type { KeyWrapper } from '../kit/crypto/data-keys.ts';
import type { Secrets } from '../kit/crypto/secrets.ts';
import type { Ports } from '../kit/ports.ts';
import { apply, transact } from '../kit/store/write.ts';
import { minute } from '../kit/value/time.ts';
import { letterWrite, sealForLetter } from '../mail/public.ts';
import { newCode } from './codes.ts';
import { codeRules, type Purpose } from './domain/code.ts';

/** What writing letters about an account takes. */
export type LetterPorts = Ports & { keys: KeyWrapper; secrets: Secrets };

const uses = {
  confirm: 'sign-up',
  reset: 'password',
  email: 'email',
  reactivate: 'reactivation',
  erase: 'erasure',
} as const satisfies Record<Purpose, string>;

/** A code to be sent: what it is for, whose it is, and the request that it serves. */
export type Sending = {
  purpose: Purpose;
  /** The address in its identity form, or the id of the account. */
  subject: string;
  account: { id: string; person: string };
  /** Where the letter goes if not to the person's own address. */
  address?: string;
  request: string;
};

/**
 * Makes a code and puts the letter with it into the outbox, in one transaction. The letter is named after the request, so that a
 * request that is done twice sends one. Nothing is sent to somebody who is erased.
 */
export const sendCode = async (
  { purpose, subject, account, address, request }: Sending,
  ports: LetterPorts,
): Promise<void> => {
  const seal = (field: string, text: string) => sealForLetter(account.person, field, text, ports);
  const to = address === undefined ? undefined : await seal('address', address);
  const { code, write } = await newCode({ purpose, subject }, { account: account.id, address: to }, ports);
  const sealed = await seal('code', code);
  if (sealed === undefined) return;
  const letter = letterWrite(
    {
      id: `code:${request}`,
      class: 'transactional',
      template: 'code',
      to: account.person,
      ...(to !== undefined && { address: to }),
      data: { use: uses[purpose], code: sealed, minutes: codeRules.life / minute },
      at: ports.now(),
    },
    ports,
  );
  await transact([letter, write], ports);
};

/** Tells the owner of an address that is known that somebody wants an account with it; once a request. */
export const sendKnown = async (
  person: string,
  request: string,
  ports: LetterPorts,
  address?: string,
): Promise<void> => {
  const to = address === undefined ? undefined : await sealForLetter(person, 'address', address, ports);
  const write = letterWrite(
    {
      id: `known:${request}`,
      class: 'transactional',
      template: 'already-registered',
      to: person,
      ...(to !== undefined && { address: to }),
      data: {},
      at: ports.now(),
    },
    ports,
  );
  await apply(write, ports);
};
