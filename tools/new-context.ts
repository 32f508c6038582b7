import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { format } from 'prettier';
import { filesOf, withContext } from './new-context/files.ts';

const usage = `npm run new:context -- NAME

Makes functions/NAME with a contract, a route that answers, a handler, a README and a test, and adds it to
functions/contexts.ts. NAME is a word in lower case. Then: npm run docs, npm run check.`;

const list = 'functions/contexts.ts';
const style = { parser: 'typescript', singleQuote: true, printWidth: 120, trailingComma: 'all' } as const;

const refusal = (name: string | undefined): string | undefined => {
  if (!name || !/^[a-z][a-z]{1,30}$/.test(name)) return `A context needs a name of lower-case letters.\n\n${usage}`;
  return existsSync(`functions/${name}`) ? `functions/${name} is there already.` : undefined;
};

const make = async (name: string): Promise<void> => {
  for (const [path, text] of Object.entries(filesOf(name))) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    console.log(`made ${path}`);
  }
  writeFileSync(list, await format(withContext(readFileSync(list, 'utf8'), name), style));
  console.log(`added it to ${list}. Next: npm run docs && npm run check`);
};

const [name] = process.argv.slice(2);
const refused = name === '--help' ? undefined : refusal(name);
if (name === '--help') console.log(usage);
else if (refused) {
  console.error(refused);
  process.exitCode = 1;
} else await make(name as string);
