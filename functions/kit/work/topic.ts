import type { SNSEvent } from 'aws-lambda';
import { lambda } from './lambda.ts';
import { errorFields } from '../log.ts';
import type { Ports } from '../ports.ts';

/** What a topic's worker does with one message, which it parses itself; a throw means: try this one again. */
export type MessageHandler<P> = (message: unknown, ports: P) => Promise<void>;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

/**
 * Returns the Lambda handler of a topic's worker. What comes from another topic than `topicArn` is dropped and told at error: only
 * the stage's own may run it. A failure is logged, without the message, and thrown, so that Lambda tries again.
 */
export const onTopic = <P extends Ports>(worker: string, topicArn: string, handle: MessageHandler<P>, ports: P) =>
  lambda<SNSEvent, void>().handler(async ({ Records = [] }) => {
    for (const { EventSource, Sns } of Records) {
      if (EventSource !== 'aws:sns' || Sns.TopicArn !== topicArn) {
        ports.log.error('foreign topic', { worker });
        continue;
      }
      try {
        await handle(parsed(Sns.Message), ports);
      } catch (error) {
        ports.log.warn('message failed', { worker, ...errorFields(error) });
        throw error;
      }
    }
  });
