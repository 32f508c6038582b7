/**
 * The import rules of docs/architecture.md. `test/fixtures/boundaries` holds a canary for each: `npm run check` fails
 * when one of them is not caught. Imports of types count like all others.
 */
const { readFileSync } = require('node:fs');

const root = '^(?:test/fixtures/boundaries/)?';
const source = readFileSync(`${__dirname}/functions/contexts.ts`, 'utf8');
const contexts = (/export const contexts[^=]*= \[([^\]]*)\]/.exec(source)?.[1] ?? '').match(/[a-z]+/g) ?? [];
if (contexts.length < 2) throw new Error('functions/contexts.ts has no list of contexts that the layers could follow');

const domain = '(domain\\.ts$|domain/)';
const shell = '(contract|routes|staff-routes|workers|port|store|public)\\.ts$';

/** One rule a context: it imports nothing of those that come after it in the list. */
const layers = contexts.slice(0, -1).map((name, at) => ({
  name: 'call-down-listen-up',
  comment: 'functions/contexts.ts lists the contexts from the bottom up',
  severity: 'error',
  from: { path: `${root}functions/${name}/` },
  to: { path: `${root}functions/(${contexts.slice(at + 1).join('|')})/` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...layers,
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'kit-knows-no-context',
      severity: 'error',
      from: { path: `${root}functions/kit/` },
      to: { path: `${root}functions/(?!kit/)` },
    },
    {
      name: 'every-context-is-listed',
      severity: 'error',
      from: { path: `${root}functions/`, pathNot: `${root}functions/(contexts\\.ts|(kit|${contexts.join('|')})/)` },
      to: {},
    },
    {
      name: 'contexts-meet-through-public',
      severity: 'error',
      comment: 'A domain may see the domain of a context below: pure sees pure.',
      from: { path: `${root}functions/([^/]+)/`, pathNot: `${root}functions/[^/]+/${domain}` },
      to: {
        path: `${root}functions/[^/]+/`,
        pathNot: [`${root}functions/kit/`, `${root}functions/$1/`, '/(public|contract)\\.ts$'],
      },
    },
    {
      name: 'only-contracts-see-contracts',
      comment:
        'A contract, and its parts in schemas.ts and specs/, may name what one below declares; code goes through public.ts.',
      severity: 'error',
      from: {
        path: `${root}functions/([^/]+)/`,
        pathNot: [`${root}functions/kit/`, '/(contract|schemas|specs/[^/]+)\\.ts$'],
      },
      to: { path: `${root}functions/[^/]+/contract\\.ts$`, pathNot: [`${root}functions/kit/`, `${root}functions/$1/`] },
    },
    {
      name: 'domain-is-pure',
      severity: 'error',
      from: { path: `${root}functions/[^/]+/${domain}` },
      to: { pathNot: [`${root}functions/kit/value/`, `${root}functions/[^/]+/${domain}`] },
    },
    {
      name: 'contracts-are-data',
      severity: 'error',
      from: { path: `${root}functions/([^/]+)/contract\\.ts$` },
      to: {
        pathNot: [
          `${root}functions/kit/(contract|value)/`,
          '^node_modules/zod',
          `${root}functions/[^/]+/contract\\.ts$`,
          `${root}functions/$1/(?!${shell})`,
        ],
      },
    },
    {
      name: 'lib-sees-contracts-only',
      severity: 'error',
      from: { path: `${root}lib/` },
      to: {
        path: `${root}functions/`,
        pathNot: [`${root}functions/(contexts\\.ts|[^/]+/contract\\.ts|kit/contract/|kit/http/(problem|raises)\\.ts)`],
      },
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
