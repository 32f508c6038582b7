import jest from 'eslint-plugin-jest';
import tseslint from 'typescript-eslint';

const impure = 'The domain is pure: clock, ids, chance and I/O are arguments (docs/architecture.md).';
const domain = [
  'functions/cart/cart.ts',
  'functions/catalogue/product.ts',
  'functions/checkout/order.ts',
  'functions/fulfilment/pool.ts',
  'functions/mail/letter.ts',
  'functions/payments/decide.ts',
  'functions/payments/next-look.ts',
  'functions/kit/money.ts',
  'functions/kit/result.ts',
];

const globals = (names, message) => ['error', ...names.map((name) => ({ name, message }))];
const clock = {
  selector:
    "NewExpression[callee.name='Date'][arguments.length=0], CallExpression[callee.object.name='Date'][callee.property.name='now']",
  message: impure,
};
const chance = { object: 'Math', property: 'random', message: impure };

export default tseslint.config(
  { ignores: ['node_modules', 'cdk.out', '.build', '.candor', 'coverage', 'test/fixtures'] },
  ...tseslint.configs.recommended,
  {
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-restricted-properties': ['error', chance],
      'max-lines': ['error', { max: 160, skipComments: true }],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['bin/**', 'packages/*/bin/**', 'tools/**', 'test/**', 'packages/*/test/**'],
    rules: { 'no-console': 'off' },
  },
  { files: ['test/**', 'packages/*/test/**'], rules: { 'max-lines': ['error', { max: 320, skipComments: true }] } },
  {
    files: ['{test,packages/*/test}/**/*.test.ts'],
    plugins: { jest },
    rules: {
      'jest/no-focused-tests': 'error',
      'jest/no-disabled-tests': 'error',
      'jest/no-commented-out-tests': 'error',
      'jest/expect-expect': ['error', { assertFunctionNames: ['expect*', 'fc.assert', 'fits', 'refused', 'until'] }],
      'jest/valid-expect': ['error', { maxArgs: 2 }],
      'jest/valid-expect-in-promise': 'error',
      'jest/no-standalone-expect': 'error',
      'jest/no-identical-title': 'error',
      'jest/no-export': 'error',
    },
  },
  {
    files: ['functions/**/*.ts'],
    ignores: ['functions/kit/ports.ts'],
    rules: {
      'no-restricted-globals': globals(['fetch'], 'Take fetch from the ports.'),
      'no-restricted-properties': [
        'error',
        chance,
        { object: 'process', property: 'env', message: 'Settings come from the ports.' },
      ],
      'no-restricted-syntax': ['error', clock],
      'no-restricted-imports': [
        'error',
        { paths: [{ name: 'zod', message: 'zod/mini: the whole of zod weighs 90 KB and more.' }] },
      ],
    },
  },
  {
    files: domain,
    rules: {
      'no-restricted-globals': globals(['Date', 'fetch', 'console', 'process', 'crypto', 'setTimeout'], impure),
    },
  },
);
