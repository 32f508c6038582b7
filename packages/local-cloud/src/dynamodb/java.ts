import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { StartError } from '../stand-in/start-error.ts';

const run = promisify(execFile);

/** Amazon's own image of DynamoDB Local 1.25.1 runs it on Java 11; its classes hold nothing newer. */
const oldest = 11;

const commands = [
  'Debian and Ubuntu: sudo apt install default-jre-headless',
  'Fedora: sudo dnf install java-latest-openjdk-headless',
  'macOS: brew install --cask temurin',
];
const advice = `install Java ${oldest} or newer (${commands.join('; ')}) or set JAVA_HOME`;

/**
 * Returns the command of a Java that can run DynamoDB Local: the one in JAVA_HOME, otherwise the one on PATH. Throws a StartError
 * when there is none or when it is too old.
 */
export const findJava = async (environment: NodeJS.ProcessEnv): Promise<string> => {
  const home = environment['JAVA_HOME'];
  const tooOld: string[] = [];
  for (const command of [...(home ? [join(home, 'bin', 'java')] : []), 'java']) {
    const version = await javaVersion(command, environment);
    if (version !== undefined && version >= oldest) return command;
    if (version !== undefined) tooOld.push(`${command} is version ${version}`);
  }
  const found = tooOld.join(' and ') || 'no Java is found in JAVA_HOME or on PATH';
  throw new StartError(`The local database needs Java, but ${found}: ${advice}.`);
};

/** Returns the major version in what `java -version` prints ("17.0.15" is 17, "1.8.0_422" is 8), or undefined. */
export const majorVersion = (printed: string): number | undefined => {
  const [, version] = /version "(?:1\.)?(\d+)/.exec(printed) ?? [];
  return version === undefined ? undefined : Number(version);
};

/** A command that cannot be run is as good as absent: macOS, for one, ships a `java` that only says where to get one. */
const javaVersion = async (command: string, env: NodeJS.ProcessEnv): Promise<number | undefined> => {
  const printed = await run(command, ['-version'], { env, timeout: 20_000 }).catch(() => undefined);
  return printed && majorVersion(printed.stderr + printed.stdout);
};
