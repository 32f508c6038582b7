import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { filesOf } from './new-context/files.ts';
import { PlaceError, withContext } from './new-context/list.ts';
import { nameRefused } from './new-context/name.ts';

const usage = `npm run new:context -- NAME [--above CONTEXT]

Makes functions/NAME with a contract, a domain, a store, a route, what others may use, a README, and a test of each in
its layer; adds it to functions/contexts.ts, directly above CONTEXT or before meta; writes the generated documents.
NAME is a word in lower case. Then: npm run check, and fill in what the context is really about.`;

const list = 'functions/contexts.ts';

const put = async (path: string, text: string): Promise<void> => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, await format(text, { ...(await resolveConfig(path)), filepath: path }));
};

const make = async (name: string, above: string | undefined): Promise<void> => {
  const listed = withContext(readFileSync(list, 'utf8'), name, above);
  for (const [path, text] of Object.entries(filesOf(name))) {
    await put(path, text);
    console.log(`made ${path}`);
  }
  await put(list, listed);
  console.log(`added ${name} to ${list}`);
  const documents = spawnSync(process.execPath, ['tools/docs.ts'], { stdio: 'inherit' });
  console.log('Tests of the template have tables, functions and grants written out: add yours in test/infra.');
  process.exitCode = documents.status ?? 1;
};

const main = async (): Promise<void> => {
  const { values, positionals } = parseArgs({
    options: { above: { type: 'string' }, help: { type: 'boolean' } },
    allowPositionals: true,
  });
  if (values.help) return console.log(usage);
  const [name = '', ...more] = positionals;
  const refused = nameRefused(name) ?? (more.length > 0 ? 'One context at a time.' : undefined);
  if (refused) throw new PlaceError(`${refused}\n\n${usage}`);
  if (existsSync(`functions/${name}`)) throw new PlaceError(`functions/${name} is there already.`);
  await make(name, values.above);
};

await main().catch((error: unknown) => {
  const known = error instanceof PlaceError || (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS');
  if (!known) throw error;
  console.error((error as Error).message);
  process.exitCode = 1;
});
