import type { Context } from 'aws-lambda';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { onTopic } from '../../../../functions/kit/work/topic.ts';
import { testPorts } from '../../../harness/ports.ts';

const topic = 'arn:aws:sns:us-east-1:000000000000:candor-test-mail-events';
const notice = (Message: string, TopicArn = topic, EventSource = 'aws:sns') => ({
  Records: [{ EventSource, Sns: { TopicArn, Message } }],
});

const world = (fails = false) => {
  const ports = testPorts({ dynamo: new DynamoDBClient({}) });
  const seen: unknown[] = [];
  const handle = async (message: unknown): Promise<void> => {
    if (fails) throw new RangeError('ann@example.com');
    seen.push(message);
  };
  const handler = onTopic('mail-events', topic, handle, ports) as unknown as (
    event: object,
    context: Context,
  ) => Promise<void>;
  return { seen, logged: ports.logged, run: (event: object) => handler(event, {} as Context) };
};

describe('a worker of a topic', () => {
  it('gets what was published, parsed', async () => {
    const { seen, run } = world();
    await run(notice('{"eventType":"Bounce"}'));
    expect(seen).toEqual([{ eventType: 'Bounce' }]);
  });

  it.each([
    ['another topic', notice('{}', `${topic}-2`)],
    ['another service', notice('{}', topic, 'aws:ses')],
  ])('drops what comes from %s, and tells', async (_, event) => {
    const { seen, logged, run } = world();
    await run(event);
    expect(seen).toEqual([]);
    expect(logged).toMatchObject([{ level: 'error', event: 'foreign topic' }]);
  });

  it('fails when its message could not be done, so that Lambda tries again, and logs nothing of it', async () => {
    const { logged, run } = world(true);
    await expect(run(notice('{"a":1}'))).rejects.toThrow(RangeError);
    expect(JSON.stringify(logged)).not.toContain('example.com');
  });
});
