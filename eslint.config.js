import jest from 'eslint-plugin-jest';
import tseslint from 'typescript-eslint';

const impure = 'The domain is pure: clock, ids, chance and I/O are arguments (docs/architecture.md).';
const domain = ['functions/*/domain.ts', 'functions/*/domain/**/*.ts', 'functions/kit/value/**/*.ts'];

const globals = (names, message) => ['error', ...names.map((name) => ({ name, message }))];
const clock = {
  selector:
    "NewExpression[callee.name='Date'][arguments.length=0], CallExpression[callee.object.name='Date'][callee.property.name='now']",
  message: impure,
};
const arrows = {
  selector: 'FunctionDeclaration[generator=false]',
  message: 'Functions are arrow functions; generators alone have no such form.',
};
const chance = { object: 'Math', property: 'random', message: impure };

/** Every exported function says first what it does: "Returns …", "Writes …", "Throws …". */
const verbFirst = {
  meta: { messages: { verb: 'The docstring of an exported function begins with a verb: "Returns …", "Writes …".' } },
  create: ({ report, sourceCode }) => {
    const check = (node, exported) => {
      const comment = sourceCode.getCommentsBefore(exported).at(-1)?.value ?? '';
      if (!/^\*[\s*]*[A-Z][a-z]*s\b/.test(comment)) report({ node, messageId: 'verb' });
    };
    return {
      'ExportNamedDeclaration > FunctionDeclaration': (node) => check(node, node.parent),
      'ExportNamedDeclaration > VariableDeclaration > VariableDeclarator > ArrowFunctionExpression': (node) =>
        check(node, node.parent.parent.parent),
    };
  },
};

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
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/prefer-promise-reject-errors': 'error',
      '@typescript-eslint/no-base-to-string': 'error',
      '@typescript-eslint/restrict-plus-operands': 'error',
      '@typescript-eslint/consistent-type-definitions': ['error', 'type'],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      'no-restricted-syntax': ['error', arrows],
    },
  },
  {
    files: ['{functions,lib,tools,bin}/**/*.ts'],
    plugins: { candor: { rules: { 'verb-first': verbFirst } } },
    rules: { 'candor/verb-first': 'error' },
  },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
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
      'no-restricted-syntax': ['error', arrows, clock],
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
