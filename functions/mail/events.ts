import * as z from 'zod/mini';
import type { MessageHandler } from '../kit/work/topic.ts';
import { fateOf, type MailEvent } from './domain/fate.ts';
import { applyEvent, type EventPorts } from './apply-event.ts';
import { tagNames } from './ses.ts';

const Tag = z.optional(z.array(z.string()));

/** What is read of an event; whatever else it says, such as an address in a bounce's own words, is not. */
const Event = z.object({
  eventType: z.enum(['Delivery', 'Bounce', 'Complaint']),
  mail: z.object({
    messageId: z.string(),
    timestamp: z.iso.datetime(),
    destination: z.array(z.string()).check(z.minLength(1)),
    tags: z.object({ [tagNames.letter]: Tag, [tagNames.awaited]: Tag }),
  }),
  bounce: z.optional(z.object({ bounceType: z.string() })),
  delivery: z.optional(z.object({ timestamp: z.iso.datetime() })),
});

/** Returns what an event says of a letter; undefined for what is no event of a letter, and for a delivery that nobody waits for. */
const eventOf = (message: unknown): MailEvent | undefined => {
  const parsed = z.safeParse(Event, message);
  if (!parsed.success) return undefined;
  const { eventType, mail, bounce, delivery } = parsed.data;
  const [tag] = mail.tags.letter ?? [];
  const [address = ''] = mail.destination;
  if (tag === undefined || (eventType === 'Delivery' && !mail.tags.awaited)) return undefined;
  const letter = Buffer.from(tag, 'base64url').toString();
  const at = delivery?.timestamp ?? mail.timestamp;
  return { letter, messageId: mail.messageId, address, fate: fateOf(eventType, bounce?.bounceType), at };
};

/** Hears what became of a mail. */
export const events: MessageHandler<EventPorts> = async (message, ports) => {
  const event = eventOf(message);
  if (event) await applyEvent(event, ports);
};
