import { Journal } from '../stand-in/journal.ts';
import { account, region } from '../template/identity.ts';

/** What may become of a mail that SES took; a soft bounce is one that passes. */
export type Fate = 'delivery' | 'bounce' | 'softBounce' | 'complaint';

/** A mail that has events, as far as they speak of it. */
export type Mailed = {
  messageId: string;
  source: string;
  destinations: string[];
  set: string;
  tags: Record<string, string[]>;
};

/** An event that is to be told; `id` tells one telling from another. */
export type MailEvent = { id: string; set: string; type: 'Delivery' | 'Bounce' | 'Complaint'; message: object };

type Kind = { type: MailEvent['type']; detail: (mail: Mailed, at: string) => object };

const recipients = (mail: Mailed) => mail.destinations.map((emailAddress) => ({ emailAddress }));

const delivery: Kind = {
  type: 'Delivery',
  detail: ({ destinations }, timestamp) => ({
    delivery: {
      timestamp,
      processingTimeMillis: 500,
      recipients: destinations,
      smtpResponse: '250 ok',
      reportingMTA: 'a1-1.smtp-out.amazonses.com',
    },
  }),
};

const bounce = (bounceType: string, bounceSubType: string, status: string): Kind => ({
  type: 'Bounce',
  detail: (mail, timestamp) => ({
    bounce: {
      feedbackId: mail.messageId,
      bounceType,
      bounceSubType,
      bouncedRecipients: recipients(mail).map((each) => ({ ...each, action: 'failed', status })),
      timestamp,
      reportingMTA: 'dns; a1-1.smtp-out.amazonses.com',
    },
  }),
});

const complaint: Kind = {
  type: 'Complaint',
  detail: (mail, timestamp) => ({
    complaint: {
      feedbackId: mail.messageId,
      complaintSubType: null,
      complainedRecipients: recipients(mail),
      complaintFeedbackType: 'abuse',
      arrivalDate: timestamp,
      timestamp,
    },
  }),
};

const fates: Readonly<Record<Fate, Kind[]>> = {
  delivery: [delivery],
  bounce: [bounce('Permanent', 'General', '5.1.1')],
  softBounce: [bounce('Transient', 'MailboxFull', '4.2.2')],
  // A complaint comes from whoever got the mail.
  complaint: [delivery, complaint],
};

/**
 * Returns the events of a mail as a configuration set publishes them. Source: SES's developer guide, "Examples of event data that
 * Amazon SES publishes to Amazon SNS".
 */
export const eventsOf = (mail: Mailed, fate: Fate, at: string): MailEvent[] =>
  fates[fate].map(({ type, detail }, place) => ({
    id: `${mail.messageId}-${place}`,
    set: mail.set,
    type,
    message: {
      eventType: type,
      mail: {
        timestamp: at,
        source: mail.source,
        sourceArn: `arn:aws:ses:${region}:${account}:identity/${mail.source}`,
        sendingAccountId: account,
        messageId: mail.messageId,
        destination: mail.destinations,
        headersTruncated: false,
        tags: { 'ses:configuration-set': [mail.set], ...mail.tags },
      },
      ...detail(mail, at),
    },
  }));

/** Brings one event to whoever subscribed to it; rejects when that failed for good. */
export type Publish = (event: MailEvent) => Promise<void>;

/** How the next events are told: late, or each twice. */
export type Telling = { delayMs?: number; twice?: boolean };

/** The events of a mailbox; those that nobody was told before a process ended are told by the next. */
export type EventQueue = {
  add: (events: readonly MailEvent[], telling?: Telling) => void;
  attach: (publish: Publish) => void;
  pending: () => boolean;
  close: () => Promise<void>;
};

/** Opens the queue of events that lies in a file. Nothing is told before somebody is attached. */
export const openEvents = (file: string): EventQueue => {
  const untold = Journal.open<MailEvent>(file);
  const timers = new Set<NodeJS.Timeout>();
  const telling = new Set<Promise<void>>();
  let publish: Publish | undefined;
  let closed = false;

  const tell = async (event: MailEvent, times: number): Promise<void> => {
    for (let time = 0; time < times; time += 1) await publish?.(event).catch(() => undefined);
    if (!closed) untold.delete(event.id);
  };
  const begin = (event: MailEvent, times = 1): void => {
    const told = tell(event, times);
    telling.add(told);
    void told.finally(() => telling.delete(told));
  };
  return {
    add: (events, { delayMs = 0, twice = false } = {}) => {
      untold.put(...events);
      if (!publish) return;
      const start = (): void => events.forEach((event) => begin(event, twice ? 2 : 1));
      if (delayMs === 0) return start();
      const timer = setTimeout(() => (timers.delete(timer), start()), delayMs);
      timers.add(timer);
    },
    attach: (subscriber) => {
      publish = subscriber;
      for (const event of untold.all()) begin(event);
    },
    pending: () => publish !== undefined && untold.all().length > 0,
    close: async () => {
      for (const timer of timers) clearTimeout(timer);
      closed = true;
      await Promise.all(telling);
      untold.close();
    },
  };
};
