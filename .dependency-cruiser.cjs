/**
 * The import rules of docs/architecture.md. `test/fixtures/boundaries` holds a canary for each: `npm run check` fails
 * when one of them is not caught.
 */
const root = '^(?:test/fixtures/boundaries/)?';
const shell = '(contract|handler|routes|store|public|[a-z-]+-worker)\\.ts$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'kit-knows-no-context',
      severity: 'error',
      from: { path: `${root}functions/kit/` },
      to: { path: `${root}functions/(?!kit/)` },
    },
    {
      name: 'contexts-meet-through-public',
      severity: 'error',
      from: { path: `${root}functions/([^/]+)/` },
      to: {
        path: `${root}functions/[^/]+/`,
        pathNot: [`${root}functions/kit/`, `${root}functions/$1/`, '/public\\.ts$'],
      },
    },
    {
      name: 'domain-is-pure',
      comment:
        'Domain files are listed by name in docs/architecture.md; they see other domain files, money and result.',
      severity: 'error',
      from: {
        path: `${root}functions/(cart/cart|catalogue/product|checkout/order|fulfilment/pool|mail/letter|payments/decide)\\.ts$`,
      },
      to: {
        dependencyTypesNot: ['type-only'],
        pathNot: [
          `${root}functions/kit/(money|result)\\.ts$`,
          `${root}functions/(cart/cart|catalogue/product|checkout/order|fulfilment/pool|mail/letter|payments/decide)\\.ts$`,
        ],
      },
    },
    {
      name: 'contracts-are-data',
      severity: 'error',
      from: { path: `${root}functions/([^/]+)/contract\\.ts$` },
      to: {
        pathNot: [
          `${root}functions/kit/(contract|problem|schemas|money)\\.ts$`,
          '^node_modules/zod',
          `${root}functions/$1/(?!${shell})[a-z-]+\\.ts$`,
        ],
      },
    },
    {
      name: 'lib-sees-contracts-only',
      severity: 'error',
      from: { path: `${root}lib/` },
      to: { path: `${root}functions/`, pathNot: [`${root}functions/(contexts|[^/]+/contract|kit/contract)\\.ts$`] },
    },
    {
      name: 'functions-never-load-cdk',
      severity: 'error',
      from: { path: `${root}functions/` },
      to: {
        path: '(^node_modules/(aws-cdk-lib|constructs|cdk-nag)|(^|/)(lib|local|tools|test)/(?!.*node_modules))',
        pathNot: [`${root}functions/`, '^node_modules/(?!aws-cdk-lib|constructs|cdk-nag)'],
      },
    },
    {
      name: 'local-never-sees-contracts',
      comment: 'What runs here is what deploys: the local cloud reads the template.',
      severity: 'error',
      from: { path: `${root}local/` },
      to: { path: `${root}(functions|lib)/` },
    },
    {
      name: 'packages-know-no-shop',
      comment: 'A package is usable by others: it sees itself, other packages and npm.',
      severity: 'error',
      from: { path: `${root}packages/`, pathNot: '/test/' },
      to: { path: `${root}(functions|lib|local|bin|tools|test|web)/`, pathNot: '^test/fixtures/boundaries/packages/' },
    },
    {
      name: 'local-cloud-knows-no-paypal',
      severity: 'error',
      from: { path: `${root}packages/local-cloud/` },
      to: { path: `${root}packages/paypal-stand-in/` },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.mjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
