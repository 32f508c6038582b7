// Installs what is missing and then runs a script: `node tools/install.mjs bin/local.ts …`. Plain JavaScript without a
// dependency, because nothing is installed yet and the Node that runs it may be one that cannot run the rest.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const tellEveryMs = 3000;

/** Returns whether the installed packages are those of the lockfile; both as JSON, undefined where there is none. */
export function isInstalled(lock, installed) {
  if (!lock?.packages || !installed?.packages) return false;
  const { '': _project, ...wanted } = lock.packages;
  const there = installed.packages;
  if (Object.keys(there).some((place) => !(place in wanted))) return false;
  return Object.entries(wanted).every(([place, { version, integrity, optional, devOptional }]) => {
    const found = there[place];
    // What is optional may belong to another system.
    if (!found) return optional === true || devOptional === true;
    return found.version === version && found.integrity === integrity;
  });
}

/** Returns whether a Node of this version runs TypeScript as it is: 22.18, 23.6 and everything newer. */
export function runsTypeScript(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 23 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18);
}

/** Returns which Node runs the script: this one, the one that was installed, or neither, with the sentence that says so. */
export function chooseNode(version, installedNode) {
  if (runsTypeScript(version)) return { node: 'this' };
  if (installedNode !== undefined) return { node: installedNode };
  return { sentence: `Candor needs Node 22.18 or newer, and this is ${version}: install it from https://nodejs.org and run the same command again.` }; // prettier-ignore
}

const json = (file) => {
  try {
    return JSON.parse(readFileSync(path.join(root, file), 'utf8'));
  } catch {
    return undefined;
  }
};

/** How many packages stand directly in node_modules, those in a scope included. */
const countInstalled = () => {
  const list = (folder) => (existsSync(folder) ? readdirSync(folder).filter((name) => !name.startsWith('.')) : []);
  const modules = path.join(root, 'node_modules');
  const packages = list(modules).flatMap((name) =>
    name.startsWith('@') ? list(path.join(modules, name)).map((inner) => path.join(name, inner)) : [name],
  );
  // npm makes all folders first and fills them then.
  return packages.filter((name) => existsSync(path.join(modules, name, 'package.json'))).length;
};

/** Runs a command in the project's folder; returns its exit code, or the name of why it could not be run. */
const run = (command, args, options = {}) =>
  new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
    // Ctrl-C reaches the child by itself; what reaches only this process is passed on. The child decides when to end.
    const pass = (signal) => void child.kill(signal);
    process
      .on('SIGINT', () => undefined)
      .on('SIGTERM', pass)
      .on('SIGHUP', pass);
    child.once('error', (error) => resolve(error.code ?? error.name));
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });

/** npm as it runs this script, on the Node that it runs on itself: `npm ci` removes the installed one. */
const npm = () => {
  const { npm_execpath: cli, npm_node_execpath: node = process.execPath } = process.env;
  return cli === undefined ? ['npm', []] : [node, [cli]];
};

async function install(lock) {
  const packages = Object.entries(lock?.packages ?? {});
  const all = packages.filter(([place, { optional }]) => place.split('node_modules/').length === 2 && !optional).length;
  const since = performance.now();
  const tell = () =>
    console.error(
      `  ${Math.min(all, countInstalled())} of ${all}, ${Math.round((performance.now() - since) / 1000)} s`,
    );
  console.error(`installing what is missing (npm ci, ${all} packages); this takes a minute or two`);
  const telling = setInterval(tell, tellEveryMs);
  const [command, args] = npm();
  const result = await run(command, [...args, 'ci', '--no-audit', '--no-fund']);
  clearInterval(telling);
  if (result === 0) return;
  giveUp(`The packages could not be installed (npm ci ended with ${result}): see its words above, then run the same command again.`); // prettier-ignore
}

/** Returns whether these arguments of `npm test` run layers that need a database, as all layers together do. */
export function needsDatabase(args) {
  const layers = ['unit', 'component', 'integration', 'infra', 'e2e'];
  return (
    args.every((one) => layers.includes(one)) && (args.length === 0 || args.some((one) => !/^(unit|infra)$/.test(one)))
  );
}

function giveUp(sentence) {
  console.error(sentence);
  process.exit(1);
}

/** Gives up with one sentence where Java is missing, before hundreds of tests say so. */
async function checkJava() {
  const { findJava } = await import('../packages/local-cloud/src/dynamodb/java.ts');
  await findJava(process.env).catch((error) => giveUp(error.message));
}

async function main([script, ...args]) {
  const lock = json('package-lock.json');
  if (!isInstalled(lock, json('node_modules/.package-lock.json'))) await install(lock);
  const installed = path.join(root, 'node_modules', '.bin', 'node');
  const { node, sentence } = chooseNode(process.versions.node, existsSync(installed) ? installed : undefined);
  if (sentence !== undefined) giveUp(sentence);
  if (node !== 'this') {
    process.exit(await run(node, [...process.execArgv, fileURLToPath(import.meta.url), script, ...args]));
  }
  if (script === 'tools/test.ts' && needsDatabase(args)) await checkJava();
  const file = path.join(root, script);
  process.argv = [process.argv[0], file, ...args];
  await import(pathToFileURL(file).href);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2));
