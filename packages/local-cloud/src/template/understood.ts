/** For each resource type: the properties that the local cloud acts on, and those that it knows and leaves alone. */
type Understood = { used: readonly string[]; ignored: readonly string[] };

/**
 * The closed list of what the local cloud understands. Ignored are properties whose effect belongs to the cloud only
 * (encryption at rest, tags, roles, retention); whatever stands in neither list is refused by name.
 */
export const understood: Readonly<Record<string, Understood>> = {
  'AWS::DynamoDB::Table': {
    used: [
      'TableName',
      'KeySchema',
      'AttributeDefinitions',
      'BillingMode',
      'GlobalSecondaryIndexes',
      'LocalSecondaryIndexes',
      'StreamSpecification',
      'TimeToLiveSpecification',
    ],
    ignored: [
      'DeletionProtectionEnabled',
      'OnDemandThroughput',
      'PointInTimeRecoverySpecification',
      'SSESpecification',
      'TableClass',
      'Tags',
    ],
  },
  'AWS::Lambda::Function': {
    used: ['Code', 'Environment', 'FunctionName', 'Handler', 'MemorySize', 'PackageType', 'Runtime', 'Timeout'],
    ignored: [
      'Architectures',
      'Description',
      'EphemeralStorage',
      'KmsKeyArn',
      'LoggingConfig',
      'RecursiveLoop',
      'ReservedConcurrentExecutions',
      'Role',
      'Tags',
      'TracingConfig',
    ],
  },
  'AWS::Lambda::EventSourceMapping': {
    used: [
      'BatchSize',
      'BisectBatchOnFunctionError',
      'DestinationConfig',
      'Enabled',
      'EventSourceArn',
      'FilterCriteria',
      'FunctionName',
      'FunctionResponseTypes',
      'MaximumBatchingWindowInSeconds',
      'MaximumRetryAttempts',
      'ParallelizationFactor',
      'StartingPosition',
    ],
    ignored: ['KmsKeyArn', 'MetricsConfig', 'Tags'],
  },
  'AWS::Lambda::EventInvokeConfig': {
    used: [],
    ignored: ['FunctionName', 'MaximumEventAgeInSeconds', 'MaximumRetryAttempts', 'Qualifier'],
  },
  'AWS::Events::Rule': {
    used: ['ScheduleExpression', 'State', 'Targets'],
    ignored: ['Description', 'Name', 'Tags'],
  },
  'AWS::ApiGatewayV2::Api': {
    used: ['ProtocolType'],
    ignored: ['Description', 'DisableExecuteApiEndpoint', 'Name', 'Tags'],
  },
  'AWS::ApiGatewayV2::Route': {
    used: ['ApiId', 'AuthorizationType', 'RouteKey', 'Target'],
    ignored: ['OperationName'],
  },
  'AWS::ApiGatewayV2::Integration': {
    used: ['ApiId', 'IntegrationType', 'IntegrationUri', 'PayloadFormatVersion', 'TimeoutInMillis'],
    ignored: ['Description', 'IntegrationMethod'],
  },
  'AWS::ApiGatewayV2::Stage': {
    used: ['AccessLogSettings', 'ApiId', 'StageName'],
    ignored: ['AutoDeploy', 'DefaultRouteSettings', 'Description', 'RouteSettings', 'Tags'],
  },
  'AWS::SSM::Parameter': { used: ['Name', 'Value'], ignored: ['Description', 'Tags', 'Tier', 'Type'] },
  'AWS::SQS::Queue': {
    used: ['QueueName'],
    ignored: ['KmsMasterKeyId', 'MessageRetentionPeriod', 'SqsManagedSseEnabled', 'Tags', 'VisibilityTimeout'],
  },
  'AWS::KMS::Key': {
    used: [],
    ignored: ['Description', 'EnableKeyRotation', 'Enabled', 'KeyPolicy', 'PendingWindowInDays', 'Tags'],
  },
  'AWS::KMS::Alias': { used: ['AliasName'], ignored: ['TargetKeyId'] },
  'AWS::Logs::LogGroup': {
    used: ['LogGroupName'],
    ignored: ['KmsKeyId', 'LogGroupClass', 'RetentionInDays', 'Tags'],
  },
  'AWS::Logs::MetricFilter': {
    used: [],
    ignored: ['FilterName', 'FilterPattern', 'LogGroupName', 'MetricTransformations'],
  },
  'AWS::IAM::Role': {
    used: ['RoleName'],
    ignored: ['AssumeRolePolicyDocument', 'Description', 'ManagedPolicyArns', 'Path', 'Policies', 'Tags'],
  },
  'AWS::IAM::Policy': { used: [], ignored: ['PolicyDocument', 'PolicyName', 'Roles'] },
  'AWS::Lambda::Permission': {
    used: [],
    ignored: ['Action', 'FunctionName', 'Principal', 'SourceAccount', 'SourceArn'],
  },
  'AWS::SQS::QueuePolicy': { used: [], ignored: ['PolicyDocument', 'Queues'] },
  'AWS::SES::EmailIdentity': {
    used: ['EmailIdentity'],
    ignored: ['DkimAttributes', 'DkimSigningAttributes', 'FeedbackAttributes', 'MailFromAttributes'],
  },
  'AWS::CDK::Metadata': { used: [], ignored: ['Analytics'] },
  'AWS::CloudWatch::Alarm': {
    used: ['AlarmName'],
    ignored: [
      'ActionsEnabled',
      'AlarmActions',
      'AlarmDescription',
      'ComparisonOperator',
      'DatapointsToAlarm',
      'Dimensions',
      'EvaluationPeriods',
      'InsufficientDataActions',
      'MetricName',
      'Metrics',
      'Namespace',
      'OKActions',
      'Period',
      'Statistic',
      'Tags',
      'Threshold',
      'TreatMissingData',
      'Unit',
    ],
  },
};
