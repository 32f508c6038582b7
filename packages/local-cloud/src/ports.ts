import { readJson, writeJson } from './home.ts';
import { checkPort } from './stand-in/index.ts';
import { isObject } from './template/json.ts';

/** Chooses the ports of services of our own. */
export type Ports = {
  /**
   * The port that the service had at the last start on this data, so that links of then are good again, else the preferred one,
   * else any free one. Those of somebody else's services are never asked for here: they are not ours to take.
   */
  choose: (service: string, preferred?: number) => Promise<number>;
};

/** Opens the choice of ports that a file remembers; `taken` is promised already. */
export const openPorts = (file: string, taken: number): Ports => {
  const promised = [taken];
  return {
    choose: async (service, preferred = 0) => {
      const kept = readJson(file);
      const earlier = isObject(kept) ? kept : {};
      const port = await firstFree([earlier[service], preferred], promised);
      promised.push(port);
      writeJson(file, { ...earlier, [service]: port });
      return port;
    },
  };
};

const firstFree = async (wanted: readonly unknown[], promised: readonly number[]): Promise<number> => {
  for (const port of wanted) {
    if (typeof port !== 'number' || !(port > 0 && port <= 65_535) || promised.includes(port)) continue;
    const found = await checkPort(port).catch(() => undefined);
    if (found !== undefined) return found;
  }
  return checkPort(0);
};
