import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { cognito } from '../../functions/identity/cognito.ts';
import type { PoolClient, ReadyUser, UserPool } from '../../packages/local-cloud/src/cognito/pools.ts';
import { startCognito } from '../../packages/local-cloud/src/cognito/server.ts';
import { testPorts } from './ports.ts';

const client = (id: string): PoolClient => ({
  id,
  flows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  hasSecret: true,
  hidesUsers: true,
  revokes: true,
  accessSeconds: 300,
  idSeconds: 300,
  refreshSeconds: 30 * 86_400,
});
const policy = {
  minimumLength: 12,
  lowercase: true,
  uppercase: true,
  numbers: true,
  symbols: true,
  temporaryDays: 3,
};

/** Two pools as a stage of the cloud has them. */
const pools: UserPool[] = [
  {
    id: 'us-east-1_Customers',
    name: 'customers',
    policy,
    mfa: 'OFF',
    verifiesAddresses: true,
    groups: [],
    clients: [client('customersclient')],
  },
  {
    id: 'us-east-1_Staff',
    name: 'staff',
    policy,
    mfa: 'ON',
    verifiesAddresses: false,
    groups: ['support', 'fulfilment', 'marketing', 'privacy', 'admin'],
    clients: [client('staffclient')],
  },
];

/** What the parameter `identity` has for these pools. */
const identity = {
  customers: { pool: 'us-east-1_Customers', client: 'customersclient' },
  staff: { pool: 'us-east-1_Staff', client: 'staffclient' },
};

type Given = {
  dynamo: DynamoDBClient;
  ready?: readonly ReadyUser[];
  /** Whether staff need a code of an authenticator. */
  mfa?: UserPool['mfa'];
};

/**
 * Starts the stand-in for Cognito with the shop's two pools, and returns ports that reach it. `move` moves its clock and that of
 * the ports; `restart` ends it and starts it again on the same data; `fault` sets faults.
 */
export const startUserPools = async ({ dynamo, ready = [], mfa = 'ON' }: Given) => {
  const dir = mkdtempSync(path.join(tmpdir(), 'candor-pools-'));
  const clock = { offset: 0 };
  const now = () => Date.now() + clock.offset;
  const settings = {
    dir,
    pools: pools.map((pool) => (pool.name === 'staff' ? { ...pool, mfa } : pool)),
    ready,
    access: { allows: () => true },
    now,
  };
  let running = await startCognito({ port: 0, ...settings });
  const { url } = running;
  const ports = testPorts({
    dynamo,
    secrets: { identity },
    settings: { cognitoEndpoint: url },
    fetch,
    now: () => new Date(now()),
  });
  return {
    url,
    ports: { ...ports, identity: cognito(ports) },
    now,
    move: (milliseconds: number) => void (clock.offset += milliseconds),
    fault: (faults: object) => fetch(`${url}/_faults`, { method: 'POST', body: JSON.stringify(faults) }),
    restart: async () => {
      await running.close();
      running = await startCognito({ port: Number(new URL(url).port), ...settings });
    },
    close: async () => {
      await running.close();
      rmSync(dir, { recursive: true });
    },
  };
};
