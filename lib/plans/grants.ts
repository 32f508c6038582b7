import {
  configurationSet,
  encryptionContextKeys,
  functionName,
  secretName,
  tableName,
  type MailStream,
} from '../../functions/kit/contract/names.ts';
import type { Needs } from '../../functions/kit/contract/uses.ts';
import type { PoolName } from '../../functions/identity/contract.ts';
import { region } from '../stages.ts';

/** Conditions of a statement: operator → context key → what it must be. */
export type Conditions = Record<string, Record<string, string | readonly string[]>>;

/** One allowing IAM statement: exact actions on exact resources, under conditions. */
export type Grant = { actions: readonly string[]; resource: string; conditions?: Conditions };

/**
 * Where the resources that needs name stand. Account and key ARN may be CDK tokens. `sesSandbox`: SES may ask for the
 * identity of every recipient too.
 */
export type Place = {
  stage: string;
  account: string;
  mailFrom: string;
  newsFrom: string;
  sesSandbox?: boolean;
  keyArn: string;
  poolArns: Readonly<Record<PoolName, string>>;
};

const arn = (service: string, place: Place, resource: string): string =>
  `arn:aws:${service}:${region}:${place.account}:${resource}`;

/** Returns the domain of an address: the identity that SES signs for. */
export const mailDomain = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

const onTable = (resource: string, place: Place): string => {
  const [table = '', index] = resource.split('/');
  return arn('dynamodb', place, `table/${tableName(place.stage, table)}${index ? `/index/${index}` : ''}`);
};

/**
 * Returns the conditions under which a stage's key serves a purpose: the encryption context names it, and has exactly the
 * two keys that data keys are made with.
 */
const forPurpose = (purpose: string): Conditions => ({
  StringEquals: { 'kms:EncryptionContext:purpose': purpose },
  'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': encryptionContextKeys },
  Null: { 'kms:EncryptionContext:subject': 'false' },
});

const poolArnOf = (name: string, { poolArns }: Place): string => {
  if (name !== 'customers' && name !== 'staff') throw new Error(`there is no user pool ${name}`);
  return poolArns[name];
};

/** The addresses that mail comes from, by stream. */
const senderOf = (stream: string, { mailFrom, newsFrom }: Place): string => (stream === 'news' ? newsFrom : mailFrom);

/**
 * Returns what sending takes: the identity of an address's domain (`ses:identity`, `ses:news-identity`), and the configuration set that
 * SES asks for too (`ses:mail-set`, `ses:news-set`); either for the stream's own address alone.
 */
const sending = (name: string, place: Place): { service: string; resource: string; conditions: Conditions } => {
  const [stream = '', kind] = name === 'identity' ? ['mail', name] : name.split('-');
  const from = senderOf(stream, place);
  const identity = `identity/${place.sesSandbox ? '*' : mailDomain(from)}`;
  const resource =
    kind === 'set' ? `configuration-set/${configurationSet(place.stage, stream as MailStream)}` : identity;
  return {
    service: 'ses',
    resource: arn('ses', place, resource),
    conditions: { StringEquals: { 'ses:FromAddress': from } },
  };
};

/**
 * The ARN that a need names. A secret is encrypted by the AWS managed key `aws/ssm`, whose own policy lets every
 * principal of the account decrypt through Parameter Store, so that reading the parameter is the only grant:
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/ps-restrict-decryption.html
 */
const target = (resource: string, place: Place): { service: string; resource: string; conditions?: Conditions } => {
  const [kind, name = ''] = resource.split(':');
  switch (kind) {
    case 'ssm':
      return { service: 'ssm', resource: arn('ssm', place, `parameter${secretName(place.stage, name)}`) };
    case 'kms':
      return { service: 'kms', resource: place.keyArn, conditions: forPurpose(name) };
    case 'ses':
      return sending(name, place);
    case 'lambda':
      return { service: 'lambda', resource: arn('lambda', place, `function:${functionName(place.stage, name)}`) };
    case 'cognito':
      return { service: 'cognito-idp', resource: poolArnOf(name, place) };
    default:
      return { service: 'dynamodb', resource: onTable(resource, place) };
  }
};

/**
 * Returns the grants of qualified needs, one a resource; throws for a wildcard, which no need may hold. The only one
 * granted is the identity of a stage in the SES sandbox, and there the sender's address is a condition.
 */
export const grantsOf = (needs: Needs, place: Place): Grant[] =>
  Object.entries(needs).map(([need, actions]) => {
    const { service, ...rest } = target(need, place);
    if (`${need}${actions.join('')}`.includes('*')) throw new Error(`the need ${need} has a wildcard`);
    return { actions: actions.map((action) => `${service}:${action}`), ...rest };
  });

/** Returns what Lambda's poller needs of a stream, in the worker's role. */
export const streamGrant = (streamArn: string): Grant => ({
  actions: ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map((action) => `dynamodb:${action}`),
  resource: streamArn,
});

/** Returns what Lambda needs to put the metadata of a given-up batch into the on-failure queue. */
export const failureGrant = (queueArn: string): Grant => ({ actions: ['sqs:SendMessage'], resource: queueArn });

/** Returns what a function needs to write its log; the group is made by the stack, so that it always has a retention. */
export const logGrant = (logGroupArn: string): Grant => ({
  actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  resource: logGroupArn,
});
