import { Aws, Validations } from 'aws-cdk-lib';
import { CfnPermission, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnConfigurationSet, CfnConfigurationSetEventDestination } from 'aws-cdk-lib/aws-ses';
import { CfnSubscription, CfnTopic, CfnTopicPolicy } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { configurationSet, mailStreams, topicName, type MailStream } from '../../functions/kit/contract/names.ts';

/** What SES itself remembers, and sends no more to: the shop's own record decides for mail about an order. */
const remembered = { mail: [], news: ['BOUNCE', 'COMPLAINT'] } as const satisfies Record<MailStream, readonly string[]>;

/** That a newsletter was delivered changes nothing, so that nobody has to hear of it. */
const heard: Record<MailStream, string[]> = {
  mail: ['delivery', 'bounce', 'complaint'],
  news: ['bounce', 'complaint'],
};

const setArn = (stage: string, stream: MailStream): string =>
  `arn:aws:ses:${Aws.REGION}:${Aws.ACCOUNT_ID}:configuration-set/${configurationSet(stage, stream)}`;

const unencrypted =
  'A message is in the topic for as long as it takes to run the function, and SES publishes to no topic under a key of AWS; a key of our own would cost more a month than all the rest of the topic.';
const noQueue =
  'A message names an address, which must not come to lie in a queue. One that is dropped is alarmed, and the next mail to the address brings another.';

/**
 * Tells what becomes of mails: SES publishes deliveries, bounces and complaints of each stream's configuration set to one topic,
 * which only these two may publish to.
 */
export class MailEvents extends Construct {
  readonly topicArn: string;

  constructor(scope: Construct, stage: string) {
    super(scope, 'MailFeedback');
    const topic = new CfnTopic(this, 'Topic', { topicName: topicName(stage, 'mail-events') });
    this.topicArn = topic.ref;
    for (const id of ['AwsSolutions-SNS2', 'AwsSolutions-SNS3', 'Serverless-SNSSubscriptionRedrivePolicy'])
      Validations.of(topic).acknowledge({ id, reason: unencrypted });
    const policy = new CfnTopicPolicy(this, 'Policy', {
      topics: [topic.ref],
      policyDocument: { Version: '2012-10-17', Statement: [this.#fromSes(stage), this.#encrypted()] },
    });
    for (const stream of mailStreams) {
      const set = new CfnConfigurationSet(this, stream, {
        name: configurationSet(stage, stream),
        deliveryOptions: { tlsPolicy: 'REQUIRE' },
        reputationOptions: { reputationMetricsEnabled: true },
        suppressionOptions: { suppressedReasons: [...remembered[stream]] },
      });
      const destination = new CfnConfigurationSetEventDestination(this, `${stream}-events`, {
        configurationSetName: set.ref,
        eventDestination: {
          name: 'topic',
          enabled: true,
          matchingEventTypes: heard[stream],
          snsDestination: { topicArn: topic.ref },
        },
      });
      // SES tries whether it may publish when the destination is made.
      destination.addResourceDependency(policy);
    }
  }

  /** Runs a worker for every message of the topic. */
  subscribe(id: string, worker: LambdaFunction): void {
    new CfnPermission(this, `${id}Permission`, {
      action: 'lambda:InvokeFunction',
      functionName: worker.functionName,
      principal: 'sns.amazonaws.com',
      sourceArn: this.topicArn,
    });
    const subscription = new CfnSubscription(this, id, {
      protocol: 'lambda',
      topicArn: this.topicArn,
      endpoint: worker.functionArn,
    });
    Validations.of(subscription).acknowledge({ id: 'Serverless-SNSRedrivePolicy', reason: noQueue });
  }

  #fromSes(stage: string) {
    return {
      Sid: 'SesPublishes',
      Effect: 'Allow',
      Principal: { Service: 'ses.amazonaws.com' },
      Action: 'sns:Publish',
      Resource: this.topicArn,
      Condition: {
        StringEquals: {
          'aws:SourceAccount': Aws.ACCOUNT_ID,
          'aws:SourceArn': mailStreams.map((stream) => setArn(stage, stream)),
        },
      },
    };
  }

  #encrypted() {
    return {
      Sid: 'OverTlsOnly',
      Effect: 'Deny',
      Principal: '*',
      Action: 'sns:Publish',
      Resource: this.topicArn,
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    };
  }
}
