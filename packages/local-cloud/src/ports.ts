import { readJson, writeJson } from './home.ts';
import { checkPort } from './stand-in/serve.ts';
import { objectOf } from './template/assembly.ts';

/** Chooses the ports of services of our own. */
export type Ports = {
  /**
   * Returns the port that the service had at the last start on this data, so that links of then are good again, else the preferred
   * one, else any free one. It is not for somebody else's services: their ports are not ours to take.
   */
  choose: (service: string, preferred?: number) => Promise<number>;
};

/** Opens the choice of ports that a file remembers; `taken` is promised already. */
export const openPorts = (file: string, taken: number): Ports => {
  const promised = [taken];
  const free = async (wanted: readonly unknown[]): Promise<number> => {
    for (const port of wanted) {
      if (typeof port !== 'number' || !(port > 0 && port <= 65_535) || promised.includes(port)) continue;
      const found = await checkPort(port).catch(() => undefined);
      if (found !== undefined) return found;
    }
    return checkPort(0);
  };
  return {
    choose: async (service, preferred) => {
      const earlier = objectOf(readJson(file));
      const port = await free([earlier[service], preferred]);
      promised.push(port);
      writeJson(file, { ...earlier, [service]: port });
      return port;
    },
  };
};
