import { randomBytes } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { LoadPorts } from '../../functions/pins/public.ts';
import { tableName } from '../../functions/kit/contract/names.ts';
import { stageKeys } from '../../functions/kit/crypto/data-keys.ts';
import { stageSecrets } from '../../functions/kit/crypto/secrets.ts';
import { region } from '../../lib/stages.ts';

/** Addresses of services that stand in for AWS; the SDK finds the others, and its credentials, by itself. */
export type StandIns = { dynamodb?: string | undefined; aws?: string | undefined; accessKey?: AccessKey | undefined };

/** A key that a running local shop gave out: its stand-ins take no other. */
type AccessKey = { accessKeyId: string; secretAccessKey: string };

/** What a database on this machine takes when no shop gave out a key. */
const anybody: AccessKey = { accessKeyId: 'local', secretAccessKey: 'local' };

const configured = (endpoint: string | undefined, credentials: AccessKey | undefined) => ({
  region,
  maxAttempts: 8,
  requestHandler: { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
  ...(endpoint && { endpoint }),
  ...(credentials && { credentials }),
});

/** Returns what a load into a stage needs: its tables, its keys and its lookup keys. A load may take longer than a buyer waits. */
export const stagePorts = (stage: string, { dynamodb, aws, accessKey = anybody }: StandIns = {}): LoadPorts => {
  const credentials = stage === 'local' ? accessKey : undefined;
  return {
    dynamo: new DynamoDBClient(configured(dynamodb, credentials)),
    table: (name) => tableName(stage, name),
    random: (bytes) => randomBytes(bytes),
    keys: stageKeys(stage, new KMSClient(configured(aws, credentials))),
    secrets: stageSecrets(stage, () => new Date(), { client: new SSMClient(configured(aws, credentials)) }),
  };
};
