import { readFileSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { contexts } from '../functions/contexts.ts';
import { openapiOf } from '../lib/plans/openapi.ts';
import { inventoryOf } from './docs/inventory.ts';
import { referenceOf } from './docs/reference.ts';

const file = (path: string): URL => new URL(`../${path}`, import.meta.url);
const read = (path: string): string => readFileSync(file(path), 'utf8');
const { version } = JSON.parse(read('package.json')) as { version: string };

/** What is generated, by path. */
const generated: Record<string, string> = {
  'docs/openapi.json': await format(JSON.stringify(openapiOf(contexts, version)), { parser: 'json', printWidth: 120 }),
  'docs/data-inventory.md': await format(inventoryOf(contexts), { parser: 'markdown', printWidth: 120 }),
  'docs/reference.md': await format(referenceOf(contexts), { parser: 'markdown', printWidth: 120 }),
};

const check = (path: string, text: string): void => {
  if (read(path) === text) return void process.stdout.write(`${path} is what the contracts say.\n`);
  process.stderr.write(`${path} is not what the contracts say: run \`npm run docs\` and commit it.\n`);
  process.exitCode = 1;
};

const write = (path: string, text: string): void => {
  writeFileSync(file(path), text);
  process.stdout.write(`${path} is written.\n`);
};

const each = process.argv.includes('--check') ? check : write;
for (const [path, text] of Object.entries(generated)) each(path, text);
