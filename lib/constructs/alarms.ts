import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnMetricFilter, type LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { ScheduleTrigger } from '../../functions/kit/contract/worker.ts';

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

/**
 * Rings when a scheduled worker failed in three periods of five minutes in a row: the guarantee itself is broken. One that comes more
 * rarely has no three in a row, and rings at once.
 */
export const sweepAlarm = (scope: Construct, id: string, worker: LambdaFunction, { every }: ScheduleTrigger): Alarm =>
  new Alarm(scope, `${id}Alarm`, {
    alarmDescription: `${id} keeps failing`,
    metric: worker.metricErrors({ period: Duration.minutes(5), statistic: 'Sum' }),
    evaluationPeriods: parseInt(every) > 5 ? 1 : 3,
    ...above0,
  });

/** Rings when Lambda gave up a payload that a worker was to be run with: whoever sent it has to send it again. */
export const droppedAlarm = (scope: Construct, id: string, worker: LambdaFunction): Alarm =>
  new Alarm(scope, `${id}Alarm`, {
    alarmDescription: `${id} was given up with its payload`,
    metric: worker.metric('AsyncEventsDropped', { period: Duration.minutes(5), statistic: 'Sum' }),
    evaluationPeriods: 1,
    ...above0,
  });

/** Where a stage counts the lines at level error; nothing is counted, and nothing is billed, while there are none. */
const errorLines = (stage: string) => ({ namespace: `Candor/${stage}`, metricName: 'ErrorLines' });

/** Counts the lines that a function writes at level error into the metric of the stage. */
export const countErrors = (scope: Construct, id: string, stage: string, logGroup: LogGroup): void => {
  const { namespace: metricNamespace, metricName } = errorLines(stage);
  new CfnMetricFilter(scope, `${id}Errors`, {
    logGroupName: logGroup.logGroupName,
    filterPattern: '{ $.level = "ERROR" }',
    metricTransformations: [{ metricNamespace, metricName, metricValue: '1' }],
  });
};

/** Rings when any function has written a line at level error: what is logged so needs a person (ADR 19). */
export const errorAlarm = (scope: Construct, stage: string): Alarm =>
  new Alarm(scope, 'ErrorsAlarm', {
    alarmDescription: 'A function has written a line at level error: something needs a person',
    metric: new Metric({ ...errorLines(stage), period: Duration.minutes(5), statistic: 'Sum' }),
    evaluationPeriods: 1,
    ...above0,
  });

/** SES's own words for an account whose mail harms it: it looks at 5 % and 0.1 %, and pauses above; these are well below. */
const reputations = { BounceRate: 0.02, ComplaintRate: 0.0005 } as const;

/** Rings while the mail of the whole account bounces, or is complained about, more than it should. */
export const reputationAlarms = (scope: Construct): Alarm[] =>
  Object.entries(reputations).map(
    ([rate, threshold]) =>
      new Alarm(scope, `Mail${rate}Alarm`, {
        alarmDescription: `SES: the ${rate} of the account's mail is too high`,
        metric: new Metric({
          namespace: 'AWS/SES',
          metricName: `Reputation.${rate}`,
          period: Duration.hours(1),
          statistic: 'Average',
        }),
        evaluationPeriods: 1,
        ...above0,
        threshold,
      }),
  );
