import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { contexts } from '../functions/contexts.ts';
import { entriesOf } from '../lib/app.ts';
import { bundle, root } from '../lib/bundle/bundle.ts';
import { foldersOf, readPackage } from './notices/packages.ts';
import { noticesOf } from './notices/text.ts';

const name = 'THIRD-PARTY-NOTICES';
const target = path.join(root, name);

const folder = mkdtempSync(path.join(tmpdir(), 'candor-notices-'));
const metafile = await bundle(entriesOf(contexts), folder).finally(() => rmSync(folder, { recursive: true }));
const text = noticesOf(foldersOf(metafile).map((each) => readPackage(path.join(root, each))));

if (!process.argv.includes('--check')) {
  writeFileSync(target, text);
  process.stdout.write(`${name} is written.\n`);
} else if (existsSync(target) && readFileSync(target, 'utf8') === text) {
  process.stdout.write(`${name} is what the bundles hold.\n`);
} else {
  process.stderr.write(`${name} is not what the bundles hold: run \`npm run notices\` and commit it.\n`);
  process.exitCode = 1;
}
