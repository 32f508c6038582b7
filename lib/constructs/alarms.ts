import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

const above0 = {
  threshold: 0,
  comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
  treatMissingData: TreatMissingData.NOT_BREACHING,
} as const;

/** Rings while the on-failure queue holds anything: a stream worker has given something up. */
export const failureAlarm = (scope: Construct, queue: Queue): Alarm =>
  new Alarm(scope, 'FailuresAlarm', {
    alarmDescription: 'A stream worker gave up a batch',
    metric: queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5), statistic: 'Maximum' }),
    evaluationPeriods: 1,
    ...above0,
  });

/** Rings when a scheduled worker failed in three periods of five minutes in a row: the guarantee itself is broken. */
export const sweepAlarm = (scope: Construct, id: string, worker: LambdaFunction): Alarm =>
  new Alarm(scope, `${id}Alarm`, {
    alarmDescription: `${id} keeps failing`,
    metric: worker.metricErrors({ period: Duration.minutes(5), statistic: 'Sum' }),
    evaluationPeriods: 3,
    ...above0,
  });
