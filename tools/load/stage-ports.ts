import { randomBytes } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { LoadPorts } from '../../functions/fulfilment/public.ts';
import { tableName } from '../../functions/kit/contract.ts';
import { stageKeys } from '../../functions/kit/keys.ts';
import { stageSecrets } from '../../functions/kit/secrets.ts';
import { region } from '../../lib/stages.ts';

/** Addresses of services that stand in for AWS; the SDK finds the others, and its credentials, by itself. */
export type StandIns = { dynamodb?: string | undefined; aws?: string | undefined };

/** The credentials that the services of a local shop take. */
const local = { accessKeyId: 'local', secretAccessKey: 'local' };

const configured = (endpoint: string | undefined, trusting: boolean) => ({
  region,
  maxAttempts: 8,
  requestHandler: { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
  ...(endpoint && { endpoint }),
  ...(trusting && { credentials: local }),
});

/** What a load into a stage needs: its tables, its keys and its signing keys. A load is patient, a buyer is not. */
export const stagePorts = (stage: string, { dynamodb, aws }: StandIns = {}): LoadPorts => {
  const trusting = stage === 'local';
  return {
    dynamo: new DynamoDBClient(configured(dynamodb, trusting)),
    table: (name) => tableName(stage, name),
    random: (bytes) => randomBytes(bytes),
    keys: stageKeys(stage, new KMSClient(configured(aws, trusting))),
    secrets: stageSecrets(stage, () => new Date(), new SSMClient(configured(aws, trusting))),
  };
};
