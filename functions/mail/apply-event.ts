import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { orderReached } from '../orders/public.ts';
import { mailboxHash } from '../people/public.ts';
import { optOut } from '../preferences/public.ts';
import { fromItem, toItem } from '../kit/store/client.ts';
import { all, any } from '../kit/store/condition.ts';
import { transact, type Write } from '../kit/store/write.ts';
import type { Secrets } from '../kit/crypto/secrets.ts';
import type { Ports } from '../kit/ports.ts';
import { guard } from './breaker.ts';
import { agreeInReceipt } from './consent.ts';
import { classes } from './domain/classes.ts';
import { lighterThan, type Fate, type MailEvent } from './domain/fate.ts';
import type { Tally } from './domain/rates.ts';
import { LetterRow, type Letter } from './store.ts';
import { tallyWrite, type Counted } from './tallies.ts';

export type EventPorts = Ports & { secrets: Secrets };

const outbox = 'mail.outbox';

/** The outcome of sending is written a moment after SES took the mail: its event may come before that, and comes again. */
class TooEarly extends Error {
  override name = 'TooEarly';
}

const letterOf = async (id: string, { dynamo, table }: EventPorts): Promise<Letter | undefined> => {
  const read = new GetItemCommand({ TableName: table(outbox), Key: toItem({ id }), ConsistentRead: true });
  return fromItem(LetterRow, (await dynamo.send(read)).Item);
};

/**
 * Returns the letter that an event is about. By the id that SES gave its mail, so that nobody's word about another mail counts; of a
 * letter whose response was lost, the event is the first to bring the id.
 */
const matching = async ({ letter: id, messageId }: MailEvent, ports: EventPorts): Promise<Letter | undefined> => {
  const letter = await letterOf(id, ports);
  if (letter?.state === 'sending') throw new TooEarly();
  if (letter?.state === 'unknown' && letter.messageId === undefined) return letter;
  return letter?.messageId === messageId ? letter : undefined;
};

const counts: Readonly<Record<Fate, Partial<Tally> | undefined>> = {
  delivered: undefined,
  'soft-bounced': { softBounces: 1 },
  bounced: { bounces: 1 },
  complained: { complaints: 1 },
};

/** The fate of a letter, written once: a word that comes twice, or after a weightier one, changes nothing. */
const fateWrite = ({ id }: Letter, { fate, messageId }: MailEvent, { table }: EventPorts): Write => {
  const lighter = lighterThan(fate);
  const replaces = lighter.map((_, place) => `fate = :f${place}`);
  return {
    Update: {
      TableName: table(outbox),
      Key: toItem({ id }),
      UpdateExpression: 'SET fate = :fate, messageId = :id',
      ConditionExpression: all(
        any('messageId = :id', 'attribute_not_exists(messageId)'),
        any('attribute_not_exists(fate)', ...replaces),
      ),
      ExpressionAttributeValues: toItem({
        ':fate': fate,
        ':id': messageId,
        ...Object.fromEntries(lighter.map((each, place) => [`:f${place}`, each])),
      }),
    },
  };
};

/** Writes the fate, and counts it in the span in which the mail was sent, in one transaction; false when it was known. */
const settle = async (letter: Letter, event: MailEvent, ports: EventPorts): Promise<boolean> => {
  const add = counts[event.fate];
  const isNews = classes[letter.class].stream === 'news';
  const of: Counted[] =
    isNews && add ? ['news', ...(letter.campaign ? [`campaign:${letter.campaign}` as const] : [])] : [];
  const sentAt = new Date(letter.endedAt ?? letter.at);
  const tallies = of.map((each) => tallyWrite(each, sentAt, add ?? {}, ports));
  return (await transact([fateWrite(letter, event, ports), ...tallies], ports)).done;
};

const orderOf = ({ data }: Letter): string | undefined => (data as { order?: string } | undefined)?.order;

/**
 * Applies what SES says became of a mail, as often as it says so and in whatever order. A complaint and a lasting bounce end marketing
 * and one-time mail to the address, for mail of every class; after a lasting bounce nothing goes there but what somebody there asks for.
 */
export const applyEvent = async (event: MailEvent, ports: EventPorts): Promise<void> => {
  const letter = await matching(event, ports);
  if (!letter) return ports.log.info('mail event of no letter', { outcome: event.fate });
  const now = ports.now();
  const order = orderOf(letter);
  if (event.fate === 'bounced' || event.fate === 'complained') {
    const reason = event.fate === 'bounced' ? ('bounce' as const) : ('complaint' as const);
    const hash = await mailboxHash(event.address, ports);
    await optOut(hash, { topics: 'all', reason, source: 'mail-service', via: letter.campaign, at: now }, ports);
  }
  if (event.fate === 'bounced' && order !== undefined) await orderReached(order, false, ports);
  if (event.fate === 'delivered' && order !== undefined) {
    await agreeInReceipt(letter, event, ports);
    await orderReached(order, true, ports);
  }
  if (!(await settle(letter, event, ports)) || event.fate === 'delivered') return;
  if (classes[letter.class].stream === 'news') await guard(letter.campaign, ports);
};
