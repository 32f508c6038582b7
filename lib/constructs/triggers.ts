import { CfnRule } from 'aws-cdk-lib/aws-events';
import {
  CfnEventInvokeConfig,
  CfnEventSourceMapping,
  CfnPermission,
  type Function as LambdaFunction,
} from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { ScheduleTrigger, StreamTrigger } from '../../functions/kit/contract/worker.ts';

/**
 * Runs a worker for records of a stream that pass the trigger's filters. A batch that fails is halved and retried a few
 * times, records that succeeded are not repeated, and what is given up leaves its metadata in the queue.
 */
export const streamSource = (
  scope: Construct,
  id: string,
  source: { on: StreamTrigger; worker: LambdaFunction; streamArn: string; failureQueueArn: string },
): void => {
  new CfnEventSourceMapping(scope, `${id}Source`, {
    functionName: source.worker.functionName,
    eventSourceArn: source.streamArn,
    startingPosition: 'TRIM_HORIZON',
    batchSize: source.on.batch ?? 10,
    parallelizationFactor: 2,
    bisectBatchOnFunctionError: true,
    maximumRetryAttempts: 5,
    functionResponseTypes: ['ReportBatchItemFailures'],
    filterCriteria: { filters: source.on.where.map((pattern) => ({ pattern: JSON.stringify(pattern) })) },
    destinationConfig: { onFailure: { destination: source.failureQueueArn } },
  });
};

/** Seconds after which an invocation with a payload is given up, and how often it is tried again until then. */
const oldestPayload = 300;
const payloadRetries = 2;

/**
 * Lets a worker be run by whoever is granted to, with a payload. What fails is tried again and then dropped: there is no
 * failure destination, because a payload may hold what must be kept nowhere, such as a password.
 */
export const invocations = (scope: Construct, id: string, worker: LambdaFunction): void => {
  new CfnEventInvokeConfig(scope, `${id}Runs`, {
    functionName: worker.functionName,
    qualifier: '$LATEST',
    maximumRetryAttempts: payloadRetries,
    maximumEventAgeInSeconds: oldestPayload,
  });
};

/** Seconds: the next tick is there by then. */
const oldestTick = 300;

/** Runs a worker at a fixed rate. A run that fails is not repeated by Lambda: the next tick is the retry. */
export const schedule = (scope: Construct, id: string, on: ScheduleTrigger, worker: LambdaFunction): void => {
  const rule = new CfnRule(scope, `${id}Schedule`, {
    // EventBridge wants the singular of one.
    scheduleExpression: `rate(${on.every.replace(/^1 minutes$/, '1 minute')})`,
    state: 'ENABLED',
    targets: [{ id: 'worker', arn: worker.functionArn }],
  });
  new CfnEventInvokeConfig(scope, `${id}Runs`, {
    functionName: worker.functionName,
    qualifier: '$LATEST',
    maximumRetryAttempts: 0,
    maximumEventAgeInSeconds: oldestTick,
  });
  new CfnPermission(scope, `${id}SchedulePermission`, {
    action: 'lambda:InvokeFunction',
    functionName: worker.functionName,
    principal: 'events.amazonaws.com',
    sourceArn: rule.attrArn,
  });
};
