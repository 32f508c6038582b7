import { Validations, type Stack } from 'aws-cdk-lib';
import type { CfnUserPool } from 'aws-cdk-lib/aws-cognito';
import type { PoolName } from '../functions/identity/contract.ts';
import type { Stage } from './stages.ts';

const reasons = {
  'AwsSolutions-APIG4':
    'Authorization is declared by every route and done in `serve`: an authorizer of an HTTP API cannot be optional, and its 401 is not problem+json.',
  'Serverless-LambdaDLQ':
    'No payload that is lost is the only one: routes are synchronous, stream batches have an on-failure queue, schedules come again in five minutes, and whoever sent the payload of an invocation gets no letter and sends it again.',
  'Serverless-LambdaAsyncFailureDestination':
    'A run by schedule has no content: one that fails is counted and alarmed, and followed by another in five minutes. The payload of an invocation may hold a password, which must not come to lie in a queue; one that is dropped is alarmed.',
  'Serverless-EventBusDLQ': 'A tick has no content: one that is lost is followed by another in five minutes.',
  'Serverless-LambdaTracing':
    'A trace would join what the edge log and the API log keep apart, and its client is the largest part of a small bundle.',
} as const;

const anyIdentity = 'AwsSolutions-IAM5[Resource::arn:aws:ses:us-east-1:<AWS::AccountId>:identity/*]';
const inSandbox =
  'In the SES sandbox SES may check the identity of every recipient too. The sender stays one address, by the condition ses:FromAddress; no other stage has this.';

/** Says why the API stack departs from rules of cdk-nag; whatever is not said here fails the check. */
export const acknowledgeApi = (stack: Stack, { sesSandbox }: Pick<Stage, 'sesSandbox'>): void => {
  for (const [id, reason] of Object.entries(reasons)) Validations.of(stack).acknowledge({ id, reason });
  if (sesSandbox) Validations.of(stack).acknowledge({ id: anyIdentity, reason: inSandbox });
};

const plus =
  'The Plus plan looks at where a sign-in comes from, which needs the address of who signs in; that address is deleted before a function sees a request. Attempts are limited by the shop itself.';
const noSecondFactor =
  'A second factor that is lost would keep customers from what they paid for, and what an account opens, the link in the receipt opens too. Staff must show one.';

/** Says why a user pool departs from rules of cdk-nag. */
export const acknowledgePool = (pool: CfnUserPool, name: PoolName): void => {
  Validations.of(pool).acknowledge({ id: 'AwsSolutions-COG8', reason: plus });
  if (name === 'customers') Validations.of(pool).acknowledge({ id: 'AwsSolutions-COG2', reason: noSecondFactor });
};
