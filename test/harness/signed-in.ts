import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { port } from '../../functions/accounts/port.ts';
import { newSigner, type Subject } from '../../packages/local-cloud/src/cognito/tokens.ts';
import { localAccess } from './dynamodb.ts';
import { testPorts } from './ports.ts';

const ids = {
  customers: { pool: 'us-east-1_Customers', client: 'customersclient' },
  staff: { pool: 'us-east-1_Staff', client: 'staffclient' },
};
const signer = newSigner();

/** A token of a pool: good, unless it is changed or lasts no more. */
const tokenOf = (pool: keyof typeof ids, sub: string, changed: Partial<Subject> & { lasts?: number } = {}): string => {
  const { lasts = 300, ...subject } = changed;
  const now = Date.now();
  const common = { sub, email: 'ann@buyer.example', verified: true, groups: [], originJti: `origin-${sub}` };
  return signer.access({ ...ids[pool], ...common, authTime: now / 1000 - 60, ...subject }, now, lasts);
};

const account = (id: string, status: string, more: object = {}) => ({
  id,
  person: `person-${id}`,
  status,
  validAfter: 0,
  marketing: false,
  request: 'r',
  version: 1,
  at: '2026-01-01T00:00:00Z',
  ...more,
});

/** Rows of accounts and of staff, by table and id; staff without a row have never had a session ended. */
const rows: Record<string, Record<string, object>> = {
  'candor-test-accounts-accounts': {
    ann: account('ann', 'active'),
    bob: account('bob', 'active'),
    away: account('away', 'deactivated'),
    new: account('new', 'unconfirmed'),
    barred: account('barred', 'suspended'),
    gone: account('gone', 'closed'),
    ended: account('ended', 'active', { validAfter: Math.floor(Date.now() / 1000) }),
    out: account('out', 'active', { revoked: { 'origin-out': 4_000_000_000 } }),
  },
  'candor-test-accounts-staff': { dismissed: { id: 'dismissed', status: 'suspended', validAfter: 0 } },
};

/** Bearers by what they are: those who may come somewhere, and those who may come nowhere. */
export const bearers = {
  customer: tokenOf('customers', 'ann'),
  'another customer': tokenOf('customers', 'bob'),
  'a deactivated customer': tokenOf('customers', 'away'),
  'staff of support': tokenOf('staff', 'clerk', { groups: ['support'] }),
  'staff of fulfilment': tokenOf('staff', 'clerk', { groups: ['fulfilment'] }),
  'staff of marketing': tokenOf('staff', 'clerk', { groups: ['marketing'] }),
  'staff of privacy': tokenOf('staff', 'clerk', { groups: ['privacy'] }),
  'staff of admin': tokenOf('staff', 'clerk', { groups: ['admin'] }),
  'staff of no group': tokenOf('staff', 'clerk'),
} as const;

export const voidBearers = {
  'a token that has expired': tokenOf('customers', 'ann', { lasts: -1 }),
  'a token of another client': tokenOf('customers', 'ann', { client: 'another' }),
  'a token of another pool': tokenOf('customers', 'ann', { pool: 'us-east-1_Another' }),
  'a token of staff for the client of customers': tokenOf('staff', 'clerk', {
    client: 'customersclient',
    groups: ['admin'],
  }),
  'a token that another key signed': newSigner().access({ ...ids.staff, sub: 'clerk', email: '', verified: true, groups: ['admin'], originJti: 'o', authTime: 1 }, Date.now(), 300), // prettier-ignore
  'an id token': signer.id({ ...ids.customers, sub: 'ann', email: '', verified: true, groups: [], originJti: 'o', authTime: 1 }, Date.now(), 300), // prettier-ignore
  'a customer of whom there is no account': tokenOf('customers', 'nobody'),
  'a customer whose address is not confirmed': tokenOf('customers', 'new'),
  'a suspended customer': tokenOf('customers', 'barred'),
  'a closed account': tokenOf('customers', 'gone'),
  'a customer whose sessions were ended': tokenOf('customers', 'ended'),
  'a customer who signed out': tokenOf('customers', 'out'),
  'a suspended member of staff': tokenOf('staff', 'dismissed', { groups: ['admin'] }),
  'no token at all': 'x',
} as const;

/** Puts the rows of these accounts and of these staff into a database of stage `test`. */
export const storeSignedIn = async (dynamo: DynamoDBClient): Promise<void> => {
  for (const [TableName, of] of Object.entries(rows))
    for (const row of Object.values(of)) await dynamo.send(new PutItemCommand({ TableName, Item: marshall(row) }));
};

type Read = { input: { TableName: string; Key: { id: { S: string } } } };

/** A client that knows these rows and no others. */
const rowsAlone = (): DynamoDBClient => {
  const dynamo = new DynamoDBClient(localAccess);
  dynamo.send = async ({ input }: Read) => {
    const row = rows[input.TableName]?.[input.Key.id.S];
    return row ? { Item: marshall(row) } : {};
  };
  return dynamo;
};

/** Ports with the sessions of `accounts`, over these tokens, and over these rows where no database is named. */
export const signedInPorts = (dynamo = rowsAlone()) => {
  const fetch = (async () => Response.json(signer.jwks)) as unknown as typeof globalThis.fetch;
  const ports = testPorts({ dynamo, secrets: { identity: ids }, fetch });
  return { ...ports, ...port(ports) };
};
