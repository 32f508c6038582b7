import * as z from 'zod/mini';
import type { Topic } from '../preferences/public.ts';
import { toItem } from '../kit/store/client.ts';
import { isNew } from '../kit/store/condition.ts';
import type { Write } from '../kit/store/write.ts';
import type { Ports } from '../kit/ports.ts';
import { seconds } from '../kit/value/time.ts';
import { ledgerKept, streamHeadStart } from './domain.ts';
import { breachOf, type LetterClass } from './domain/classes.ts';
import { PersonId, Sealed, templateData, type TemplateData, type TemplateName } from './schemas.ts';

/**
 * A letter to a person (`to` is the person's id, never an address). `id` is the dedupe key, such as `receipt:<order>`:
 * a second letter of the same id fails the transaction that brings it.
 */
export type NewLetter = {
  [T in TemplateName]: {
    id: string;
    class: LetterClass;
    template: T;
    to: string;
    /** Another address than the person's own (`sealForLetter`): one that is not confirmed yet, or is theirs no more. */
    address?: string;
    data: TemplateData[T];
    at: Date;
    /** What marketing is about; the person must have agreed to it. */
    topic?: Topic;
    /** The campaign or announcement that it is of. */
    campaign?: string;
  };
}[TemplateName];

/** Whether the shop has a postal address is asked when the letter is sent. */
const somewhere = 'somewhere';

const checked = (letter: NewLetter): NewLetter => {
  const breach = breachOf(letter, somewhere);
  if (breach) throw new RangeError(`a letter breaks its class ${letter.class}: ${breach}`);
  return letter;
};

/** Marketing waits in a page for the pacer (`pageWrite`), and so in no index of its own. */
const waitingFor = ({ class: own }: NewLetter): 'y' | undefined => (own === 'marketing' ? undefined : 'y');

/**
 * Returns the write that puts a letter into the outbox, for the caller's transaction. Fields that the template does
 * not declare are dropped; data of a wrong form, and what breaks the rules of its class, throws, because it would be a mistake in the
 * caller. A letter of a sweeper is due at once: that one wakes `mail.sweep`.
 */
export const letterWrite = (
  letter: NewLetter,
  { table, sweeping }: Pick<Ports, 'table' | 'sweeping'>,
): Extract<Write, { Put: unknown }> => ({
  Put: {
    TableName: table('mail.outbox'),
    Item: toItem({
      id: checked(letter).id,
      class: letter.class,
      template: letter.template,
      to: z.parse(PersonId, letter.to),
      address: letter.address === undefined ? undefined : z.parse(Sealed, letter.address),
      data: z.parse(templateData[letter.template], letter.data),
      state: 'pending',
      attempts: 0,
      takeovers: 0,
      waiting: waitingFor(letter),
      topic: letter.topic,
      campaign: letter.campaign,
      checkAt: seconds(letter.at) + (sweeping ? 0 : streamHeadStart),
      at: letter.at.toISOString(),
      expiresAt: seconds(letter.at) + ledgerKept,
    }),
    ConditionExpression: isNew,
  },
});
