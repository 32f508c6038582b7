import { TemplateError } from './error.ts';
import { account, place, region, type Stack } from './stack.ts';

type Naming = {
  /** The property that may give the physical name; otherwise it is made from stack and logical id. */
  property?: string;
  ref?: (name: string) => string;
  attributes?: Record<string, (name: string) => string>;
};

const arn = (service: string, resource: string): string => `arn:aws:${service}:${region}:${account}:${resource}`;
const global = (service: string, resource: string): string => `arn:aws:${service}::${account}:${resource}`;
const queueUrl = (name: string): string => `https://sqs.${region}.amazonaws.com/${account}/${name}`;

/** Cognito's ids are letters and digits; a pool's begins with its region. */
const plain = (name: string): string => name.replace(/[^A-Za-z0-9]/g, '');
const poolId = (name: string): string => `${region}_${plain(name)}`;

/** What `Ref` and `Fn::GetAtt` answer for each type, as the CloudFormation reference has it. */
const namings: Readonly<Record<string, Naming>> = {
  'AWS::DynamoDB::Table': {
    property: 'TableName',
    attributes: {
      Arn: (name) => arn('dynamodb', `table/${name}`),
      StreamArn: (name) => arn('dynamodb', `table/${name}/stream/local`),
    },
  },
  'AWS::Lambda::Function': {
    property: 'FunctionName',
    attributes: { Arn: (name) => arn('lambda', `function:${name}`) },
  },
  'AWS::SQS::Queue': {
    property: 'QueueName',
    ref: queueUrl,
    attributes: { Arn: (name) => arn('sqs', name), QueueName: (name) => name, QueueUrl: queueUrl },
  },
  'AWS::KMS::Key': { attributes: { Arn: (name) => arn('kms', `key/${name}`), KeyId: (name) => name } },
  'AWS::KMS::Alias': { property: 'AliasName' },
  'AWS::IAM::Role': { property: 'RoleName', attributes: { Arn: (name) => global('iam', `role/${name}`) } },
  'AWS::Logs::LogGroup': {
    property: 'LogGroupName',
    attributes: { Arn: (name) => arn('logs', `log-group:${name}:*`) },
  },
  'AWS::Events::Rule': { attributes: { Arn: (name) => arn('events', `rule/${name}`) } },
  'AWS::ApiGatewayV2::Api': {
    attributes: {
      ApiId: (name) => name,
      ApiEndpoint: (name) => `https://${name}.execute-api.${region}.amazonaws.com`,
    },
  },
  'AWS::ApiGatewayV2::Stage': { property: 'StageName' },
  'AWS::CloudWatch::Alarm': {
    property: 'AlarmName',
    attributes: { Arn: (name) => arn('cloudwatch', `alarm:${name}`) },
  },
  'AWS::SSM::Parameter': { property: 'Name' },
  'AWS::Cognito::UserPool': {
    property: 'UserPoolName',
    ref: poolId,
    attributes: { Arn: (name) => arn('cognito-idp', `userpool/${poolId(name)}`) },
  },
  'AWS::Cognito::UserPoolClient': { ref: (name) => plain(name).toLowerCase() },
  'AWS::Cognito::UserPoolGroup': { property: 'GroupName' },
  'AWS::SES::EmailIdentity': { property: 'EmailIdentity' },
};

/** Resolves a value inside the stack; the resolver hands itself in, so that names may hold intrinsics. */
type ResolveName = (value: unknown, at: string) => unknown;

/** The physical name of a resource: the one it is given, or `stack-logicalId`. */
export const physicalName = (stack: Stack, logicalId: string, resolve: ResolveName): string => {
  const resource = resourceAt(stack, logicalId);
  const property = namings[resource.type]?.property;
  const given = property === undefined ? undefined : resource.properties[property];
  if (given === undefined) return `${stack.name}-${logicalId}`;
  const name = resolve(given, `${place(stack, logicalId)}.${property}`);
  if (typeof name !== 'string') throw new TemplateError(place(stack, logicalId), `${property} is not a string`);
  return name;
};

/** What `Ref` answers for a resource. */
export const refOf = (stack: Stack, logicalId: string, resolve: ResolveName): string => {
  const name = physicalName(stack, logicalId, resolve);
  return namings[resourceAt(stack, logicalId).type]?.ref?.(name) ?? name;
};

/** What `Fn::GetAtt` answers for a resource; an attribute that is not known here is refused. */
export const attributeOf = (stack: Stack, logicalId: string, attribute: string, resolve: ResolveName): string => {
  const { type } = resourceAt(stack, logicalId);
  const known = namings[type]?.attributes ?? {};
  const make = Object.hasOwn(known, attribute) ? known[attribute] : undefined;
  if (!make) throw new TemplateError(place(stack, logicalId), `the attribute ${attribute} of ${type} is unknown`);
  return make(physicalName(stack, logicalId, resolve));
};

const resourceAt = (stack: Stack, logicalId: string) => {
  const resource = stack.resources.get(logicalId);
  if (!resource) throw new TemplateError(place(stack, logicalId), 'it is referred to, but stands nowhere');
  return resource;
};
