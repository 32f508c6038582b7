/** For each resource type: the properties that the local cloud acts on, and those that it knows and leaves alone. */
type Understood = { used: readonly string[]; ignored: readonly string[] };

const words = (used: string, ignored = ''): Understood => ({
  used: used.split(' ').filter(Boolean),
  ignored: ignored.split(' ').filter(Boolean),
});

/**
 * The closed list of what the local cloud understands. Ignored are properties whose effect belongs to the cloud only
 * (encryption at rest, tags, roles, retention); whatever stands in neither list is refused by name.
 */
export const understood: Readonly<Record<string, Understood>> = {
  'AWS::DynamoDB::Table': words(
    'TableName KeySchema AttributeDefinitions BillingMode GlobalSecondaryIndexes StreamSpecification ' +
      'TimeToLiveSpecification',
    'DeletionProtectionEnabled OnDemandThroughput PointInTimeRecoverySpecification SSESpecification ' +
      'TableClass Tags',
  ),
  'AWS::Lambda::Function': words(
    'Code Environment FunctionName Handler MemorySize PackageType Runtime Timeout',
    'Architectures Description EphemeralStorage KmsKeyArn LoggingConfig RecursiveLoop ' +
      'ReservedConcurrentExecutions Role Tags TracingConfig',
  ),
  'AWS::Lambda::EventSourceMapping': words(
    'BatchSize BisectBatchOnFunctionError DestinationConfig Enabled EventSourceArn FilterCriteria ' +
      'FunctionName FunctionResponseTypes MaximumRetryAttempts ParallelizationFactor StartingPosition',
    'KmsKeyArn MetricsConfig Tags',
  ),
  'AWS::Lambda::EventInvokeConfig': words('', 'FunctionName MaximumEventAgeInSeconds MaximumRetryAttempts Qualifier'),
  'AWS::Events::Rule': words('ScheduleExpression State Targets', 'Description Name Tags'),
  'AWS::ApiGatewayV2::Api': words('ProtocolType', 'Description DisableExecuteApiEndpoint Name Tags'),
  'AWS::ApiGatewayV2::Route': words('ApiId AuthorizationType RouteKey Target', 'OperationName'),
  'AWS::ApiGatewayV2::Integration': words(
    'ApiId IntegrationType IntegrationUri PayloadFormatVersion TimeoutInMillis',
    'Description IntegrationMethod',
  ),
  'AWS::ApiGatewayV2::Stage': words(
    'AccessLogSettings ApiId StageName',
    'AutoDeploy DefaultRouteSettings Description RouteSettings Tags',
  ),
  'AWS::Cognito::UserPool': words(
    'AccountRecoverySetting AdminCreateUserConfig AutoVerifiedAttributes EnabledMfas MfaConfiguration Policies ' +
      'UserAttributeUpdateSettings UsernameAttributes UsernameConfiguration UserPoolName',
    'DeletionProtection UserPoolTags UserPoolTier',
  ),
  'AWS::Cognito::UserPoolClient': words(
    'AccessTokenValidity EnableTokenRevocation ExplicitAuthFlows GenerateSecret IdTokenValidity PreventUserExistenceErrors ' +
      'RefreshTokenValidity TokenValidityUnits UserPoolId',
    'ClientName ReadAttributes SupportedIdentityProviders WriteAttributes',
  ),
  'AWS::Cognito::UserPoolGroup': words('GroupName UserPoolId', 'Description Precedence'),
  'AWS::SSM::Parameter': words('Name Value', 'Description Tags Tier Type'),
  'AWS::SQS::Queue': words(
    'QueueName',
    'KmsMasterKeyId MessageRetentionPeriod SqsManagedSseEnabled Tags VisibilityTimeout',
  ),
  'AWS::KMS::Key': words(
    '',
    'Description EnableKeyRotation Enabled KeyPolicy PendingWindowInDays RotationPeriodInDays Tags',
  ),
  'AWS::KMS::Alias': words('AliasName', 'TargetKeyId'),
  'AWS::Logs::LogGroup': words('LogGroupName', 'KmsKeyId LogGroupClass RetentionInDays Tags'),
  'AWS::Logs::MetricFilter': words('', 'FilterName FilterPattern LogGroupName MetricTransformations'),
  'AWS::IAM::Role': words('RoleName', 'AssumeRolePolicyDocument Description ManagedPolicyArns Path Policies Tags'),
  'AWS::IAM::Policy': words('', 'PolicyDocument PolicyName Roles'),
  'AWS::Lambda::Permission': words('', 'Action FunctionName Principal SourceAccount SourceArn'),
  'AWS::SQS::QueuePolicy': words('', 'PolicyDocument Queues'),
  'AWS::SES::EmailIdentity': words(
    'EmailIdentity',
    'DkimAttributes DkimSigningAttributes FeedbackAttributes MailFromAttributes',
  ),
  'AWS::CDK::Metadata': words('', 'Analytics'),
  'AWS::CloudWatch::Alarm': words(
    'AlarmName',
    'ActionsEnabled AlarmActions AlarmDescription ComparisonOperator DatapointsToAlarm Dimensions ' +
      'EvaluationPeriods InsufficientDataActions MetricName Metrics Namespace OKActions Period Statistic ' +
      'Tags Threshold TreatMissingData Unit',
  ),
};
