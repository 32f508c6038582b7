import path from 'node:path';
import { TestEnvironment } from 'jest-environment-node';

/**
 * Node opens the pipe of a standard stream when it is first touched, for example by the first thread that is started. They are
 * opened before anything is counted, because no test leaves them behind.
 */
export const opened = [process.stdout, process.stderr];

const counts = () => {
  const all = new Map();
  for (const type of process.getActiveResourcesInfo()) all.set(type, (all.get(type) ?? 0) + 1);
  return all;
};

const pause = 20;
const longest = 10_000;

/**
 * Fails a file whose tests leave something behind that would keep a process from ending: a timer, a server, a socket, a
 * child. What is just closing gets its time. Without it such a file is green, and the run hangs or ends by force.
 */
export default class extends TestEnvironment {
  #before = counts();
  #file;

  constructor(config, context) {
    super(config, context);
    this.#file = path.relative(config.projectConfig.rootDir, context.testPath);
  }

  #left() {
    return [...counts()].flatMap(([type, count]) => {
      const more = count - (this.#before.get(type) ?? 0);
      return more > 0 ? [`${more} ${type}`] : [];
    });
  }

  async teardown() {
    await super.teardown();
    // What a test began in its last moment, a server that is to listen, is there a turn of the loop later.
    for (let turn = 0; turn < 3; turn += 1) await new Promise((resume) => void setImmediate(resume));
    for (let waited = 0; this.#left().length > 0 && waited < longest; waited += pause)
      // Unreferenced, so that the pause itself is not counted.
      await new Promise((resume) => void setTimeout(resume, pause).unref());
    const left = this.#left();
    if (left.length > 0) throw new Error(`${this.#file} leaves open: ${left.join(', ')}`);
  }
}
