import { readFileSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { contexts } from '../functions/contexts.ts';
import { openapiOf } from '../lib/plans/openapi.ts';

const target = new URL('../docs/openapi.json', import.meta.url);
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
const made = await format(JSON.stringify(openapiOf(contexts, version)), { parser: 'json', printWidth: 120 });

if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== made) {
    process.stderr.write('docs/openapi.json is not what the contracts say: run `npm run docs` and commit it.\n');
    process.exit(1);
  }
  process.stdout.write('docs/openapi.json is what the contracts say.\n');
} else {
  writeFileSync(target, made);
  process.stdout.write('docs/openapi.json is written.\n');
}
