import { Validations, type Stack } from 'aws-cdk-lib';

const reasons = {
  'AwsSolutions-APIG4':
    'Authorization is declared by every route and done in `serve`: an authorizer of an HTTP API cannot be optional, and its 401 is not problem+json.',
  'Serverless-LambdaDLQ':
    'Nothing is invoked with a payload that could be lost: routes are synchronous, stream batches have an on-failure queue, schedules come again in five minutes.',
  'Serverless-EventBusDLQ': 'A tick has no content: one that is lost is followed by another in five minutes.',
  'Serverless-LambdaTracing':
    'A trace would join what the edge log and the API log keep apart, and its client is the largest part of a small bundle.',
} as const;

/** Says why the API stack departs from rules of cdk-nag; whatever is not said here fails the check. */
export const acknowledgeApi = (stack: Stack): void => {
  for (const [id, reason] of Object.entries(reasons)) Validations.of(stack).acknowledge({ id, reason });
};
