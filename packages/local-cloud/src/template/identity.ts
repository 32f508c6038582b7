export const region = 'us-east-1';
export const account = '000000000000';

/** How resources of a type are called, as the CloudFormation reference has it. */
export type Naming = {
  /** The property that may give the physical name; otherwise it is made from stack and logical id. */
  property?: string;
  /** What `Ref` gives, where it is not the name. */
  ref?: (name: string) => string;
  /** What `Fn::GetAtt` gives. */
  attributes?: Readonly<Record<string, (name: string) => string>>;
};

const named = (property: string): Naming => ({ property });

/** Returns the attribute `Arn`, the name put behind the service's prefix. */
const arn = (service: string, prefix = '', end = '') => ({
  Arn: (name: string): string => `arn:aws:${service}:${region}:${account}:${prefix}${name}${end}`,
});
/** Cognito's ids are letters and digits; a pool's begins with its region. */
const plain = (name: string): string => name.replace(/[^A-Za-z0-9]/g, '');
const poolId = (name: string): string => `${region}_${plain(name)}`;
const clientId = (name: string): string => plain(name).toLowerCase();
const topicArn = (name: string): string => `arn:aws:sns:${region}:${account}:${name}`;
const queueUrl = (name: string): string => `https://sqs.${region}.amazonaws.com/${account}/${name}`;

/** The namings of the types whose references are understood. */
export const namings: Readonly<Record<string, Naming>> = {
  'AWS::ApiGatewayV2::Api': {
    attributes: { ApiEndpoint: (name) => `https://${name}.execute-api.${region}.amazonaws.com` },
  },
  'AWS::ApiGatewayV2::Stage': named('StageName'),
  'AWS::CloudWatch::Alarm': { property: 'AlarmName', attributes: arn('cloudwatch', 'alarm:') },
  'AWS::Cognito::UserPool': {
    property: 'UserPoolName',
    ref: poolId,
    attributes: {
      Arn: (name) => `arn:aws:cognito-idp:${region}:${account}:userpool/${poolId(name)}`,
      UserPoolId: poolId,
    },
  },
  'AWS::Cognito::UserPoolClient': { ref: clientId, attributes: { ClientId: clientId } },
  'AWS::Cognito::UserPoolGroup': named('GroupName'),
  'AWS::DynamoDB::Table': {
    property: 'TableName',
    attributes: { ...arn('dynamodb', 'table/'), StreamArn: arn('dynamodb', 'table/', '/stream/local').Arn },
  },
  'AWS::Events::Rule': { attributes: arn('events', 'rule/') },
  'AWS::IAM::Role': { property: 'RoleName', attributes: { Arn: (name) => `arn:aws:iam::${account}:role/${name}` } },
  'AWS::KMS::Alias': named('AliasName'),
  'AWS::KMS::Key': { attributes: arn('kms', 'key/') },
  'AWS::Lambda::Function': { property: 'FunctionName', attributes: arn('lambda', 'function:') },
  'AWS::Logs::LogGroup': { property: 'LogGroupName', attributes: arn('logs', 'log-group:', ':*') },
  'AWS::SES::ConfigurationSet': named('Name'),
  'AWS::SES::EmailIdentity': named('EmailIdentity'),
  'AWS::SNS::Topic': {
    property: 'TopicName',
    ref: topicArn,
    attributes: { TopicArn: topicArn, TopicName: (name) => name },
  },
  'AWS::SQS::Queue': {
    property: 'QueueName',
    ref: queueUrl,
    attributes: { ...arn('sqs'), QueueName: (name) => name, QueueUrl: queueUrl },
  },
  'AWS::SSM::Parameter': named('Name'),
};
