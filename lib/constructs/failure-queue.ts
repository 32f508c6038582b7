import { Duration, Validations } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/**
 * Takes the metadata of stream batches that were given up: which shard and where in it, never a record. What they were
 * about is found by the sweepers; the queue tells that something is wrong.
 */
export class FailureQueue extends Queue {
  constructor(scope: Construct) {
    super(scope, 'Failures', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    const reason = 'This queue is itself where failures end; nothing consumes it, so that nothing can fail to.';
    for (const id of ['AwsSolutions-SQS3', 'Serverless-SQSRedrivePolicy'])
      Validations.of(this).acknowledge({ id, reason });
  }
}
