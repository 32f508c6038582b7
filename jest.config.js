/** Layers are folders: `npm run test:unit` selects one by path. TypeScript goes through esbuild, as the bundles do. */
export default {
  testEnvironment: '<rootDir>/test/harness/environment.js',
  testMatch: ['<rootDir>/{test,packages/*/test}/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/test/harness/esbuild-transform.js' },
  // Temporary files of a run go with it (tools/test/jest.ts), its cache stays.
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  modulePathIgnorePatterns: ['<rootDir>/cdk.out', '<rootDir>/.build', '<rootDir>/.candor'],
  // It ends what hangs; how long a test may take is not its business, because machines are slow and busy.
  testTimeout: 300_000,
};
