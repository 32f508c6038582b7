#!/usr/bin/env node
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runProgram, startCloud, StartError } from '../src/index.ts';

const usage = `local-cloud <cdk.out> [--port N] [--home FOLDER] [--fresh] [--verbose] [--help]

Runs a synthesized CDK template on this machine.

  --port N       the API's port (PORT; 3000; 0 takes any free one)
  --home FOLDER  folder of data (.local-cloud)
  --fresh        forget all data first
  --verbose      print what the functions log
`;

process.env['TZ'] = 'UTC';
const say = (line: string): void => console.log(line);

const options = {
  port: { type: 'string' },
  home: { type: 'string' },
  fresh: { type: 'boolean' },
  verbose: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

const parsed = () => {
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch (cause) {
    throw new StartError(`${(cause as Error).message.split('.')[0]}; local-cloud --help lists what there is.`, {
      cause,
    });
  }
};

await runProgram(() => {
  const { values, positionals } = parsed();
  const [assembly] = positionals;
  if (values.help || assembly === undefined) return void say(usage.trimEnd());
  if (!existsSync(path.join(assembly, 'manifest.json'))) throw new StartError(`${assembly} holds no cloud assembly.`);
  const port = Number(values.port ?? process.env['PORT'] ?? 3000);
  if (!(Number.isInteger(port) && port >= 0 && port <= 65_535)) throw new StartError('--port must be from 0 to 65535.');
  const folder = path.resolve(values.home ?? '.local-cloud');
  const { fresh = false, verbose = false } = values;
  const app = () => ({ assembly: () => path.resolve(assembly) });
  const start = async (signal: AbortSignal) => {
    const cloud = await startCloud({ folder, port, fresh, verbose, app, say, signal });
    for (const [name, url] of Object.entries(cloud.addresses)) say(`${name.padEnd(9)}${url}`);
    return cloud;
  };
  return { who: 'The local cloud', folder, start };
});
