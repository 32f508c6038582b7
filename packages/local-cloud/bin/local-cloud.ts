#!/usr/bin/env node
import { existsSync } from 'node:fs';
import path from 'node:path';
import { flagsOf, portOf, runProgram, startCloud, StartError } from '../src/index.ts';

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

await runProgram(() => {
  const { values, positionals } = flagsOf(process.argv.slice(2), options, { help: 'local-cloud', words: true });
  const [assembly] = positionals;
  if (values.help || assembly === undefined) return void say(usage.trimEnd());
  if (!existsSync(path.join(assembly, 'manifest.json'))) throw new StartError(`${assembly} holds no cloud assembly.`);
  const port = portOf(values.port, process.env['PORT']);
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
