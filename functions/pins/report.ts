import type { Ports } from '../kit/ports.ts';
import { toItem } from '../kit/store/client.ts';
import { all } from '../kit/store/condition.ts';
import { prompt } from '../kit/store/retry.ts';
import { apply } from '../kit/store/write.ts';
import type { PinProblem } from './domain.ts';

const isHeldByThis = 'heldBy = :order';
const notReported = 'attribute_not_exists(reported)';

/** Writes down what a buyer says is the matter with a PIN of their order; false when something was said before, which stays. */
export const reportPin = async (
  order: string,
  { sku, id }: { sku: string; id: string },
  problem: PinProblem,
  ports: Pick<Ports, 'dynamo' | 'table' | 'random' | 'now'>,
): Promise<boolean> => {
  const write = {
    Update: {
      TableName: ports.table('pins.pins'),
      Key: toItem({ sku, id }),
      UpdateExpression: 'SET reported = :problem, reportedAt = :at',
      ConditionExpression: all(isHeldByThis, notReported),
      ExpressionAttributeValues: toItem({ ':problem': problem, ':at': ports.now().toISOString(), ':order': order }),
    },
  };
  return (await apply(write, ports, prompt)).applied;
};
