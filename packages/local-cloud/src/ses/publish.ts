import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Invoke, MailEventSource } from '../template/cloud.ts';
import type { MailEvent, Publish } from './events.ts';

/** Milliseconds before an invocation that failed is tried again; Lambda waits a minute and two. */
const waits = [1000, 2000];

/** The event that SNS invokes a function with. Source: Lambda's developer guide, "Using Lambda with Amazon SNS". */
const notification = (topicArn: string, message: object, at: string): object => ({
  Records: [
    {
      EventSource: 'aws:sns',
      EventVersion: '1.0',
      EventSubscriptionArn: `${topicArn}:${randomUUID()}`,
      Sns: {
        Type: 'Notification',
        MessageId: randomUUID(),
        TopicArn: topicArn,
        Subject: 'Amazon SES Email Event Notification',
        Message: JSON.stringify(message),
        Timestamp: at,
        SignatureVersion: '1',
        Signature: 'local',
        SigningCertUrl: 'https://sns.us-east-1.amazonaws.com/local.pem',
        UnsubscribeUrl: 'https://sns.us-east-1.amazonaws.com/',
        MessageAttributes: {},
      },
    },
  ],
});

/**
 * Returns how events of mails reach functions: by the destinations of their configuration set and SNS. A failed invocation is tried
 * twice more and then given up, as Lambda does with what SNS sends it.
 */
export const publisher =
  (sources: readonly MailEventSource[], invoke: Invoke, log: (line: string) => void, now: () => Date): Publish =>
  async (event: MailEvent) => {
    const heard = sources.filter((each) => each.configurationSet === event.set && each.types.includes(event.type));
    const tell = async ({ functionId, topicArn }: MailEventSource): Promise<void> => {
      const payload = notification(topicArn, event.message, now().toISOString());
      for (const wait of [...waits, undefined])
        try {
          return void (await invoke(functionId, payload));
        } catch (error) {
          if (wait === undefined)
            return log(
              `Mail event for ${functionId}: given up with ${error instanceof Error ? error.name : 'an error'}.`,
            );
          await sleep(wait, undefined, { ref: false });
        }
    };
    await Promise.all(heard.map(tell));
  };
