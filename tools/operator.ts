import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { LoadError } from './load/load-error.ts';
import { parseArguments, usageOf } from './operator/arguments.ts';
import { asker } from './operator/ask.ts';
import { commands } from './operator/commands/index.ts';
import { Refused, sender } from './operator/http.ts';
import { localShop } from './operator/local-shop.ts';
import { Mistake } from './operator/mistake.ts';
import { terminalPrompt } from './operator/prompt.ts';
import { keptSession, signOut } from './operator/session.ts';
import { beginSession, tokensOf } from './operator/tokens.ts';

const out = (line: string): void => console.log(line);
const err = (line: string): void => console.error(line);

/** npm runs scripts in the project's folder; files are named as seen from where npm was called. */
const folder = process.env['INIT_CWD'] ?? process.cwd();
const home = process.env['CANDOR_HOME'] || '.candor';
const prompt = terminalPrompt(process.stdin, process.stderr);

const main = async (): Promise<boolean> => {
  const { command, name, ...given } = parseArguments(process.argv.slice(2), commands);
  if (!command) {
    out(usageOf(commands).trimEnd());
    return true;
  }
  const shop = localShop(home);
  const api = given.values.api?.replace(/\/+$/, '') ?? shop?.api;
  if (api === undefined)
    throw new Mistake('No shop runs on this machine: start it with npm start, or say which with --api.');
  const staff = api === shop?.api ? shop.staff : [];
  const send = sender(api, { fetch, pause: (milliseconds) => sleep(milliseconds) });
  const session = { api, home, staff, send, prompt, say: err, now: Date.now };
  if (name === 'sign-in') {
    out(`Signed in as ${await beginSession(session, given.values.email)}.`);
    return true;
  }
  if (name === 'sign-out') {
    const kept = keptSession(home, api);
    if (kept) await signOut(home, kept, send);
    out(kept ? 'Signed out.' : 'You were not signed in.');
    return true;
  }
  const ask = asker(send, tokensOf(session));
  const json = given.values.json === true;
  return command.run(given, { ask, prompt, out, err, json, folder, newKey: randomUUID, now: Date.now });
};

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  if (error instanceof Mistake || error instanceof LoadError) err(error.message);
  else if (error instanceof Refused) err(error.sentence);
  else throw error;
  process.exitCode = 1;
} finally {
  prompt.close();
}
