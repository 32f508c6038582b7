export * from '../../packages/local-cloud/test/support/database-proxy.ts';
