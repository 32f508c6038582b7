export * from '../../packages/local-cloud/test/support/dynamodb.ts';
