import { createServer } from 'node:http';
import { listen } from './gateway/listen.ts';

/** The first port of the list that is free on 127.0.0.1, otherwise any free one. `taken` are promised already. */
export const choosePort = async (preferred: readonly number[], taken: readonly number[]): Promise<number> => {
  for (const port of preferred) {
    if (port > 0 && port <= 65_535 && !taken.includes(port) && (await isFree(port))) return port;
  }
  return checkPort(0);
};

/** The port itself, or any free one for 0. Rejects with a StartError when it is in use. */
export const checkPort = async (port: number): Promise<number> => {
  const server = createServer();
  const found = await listen(server, port);
  await new Promise((resolve) => server.close(resolve));
  return found;
};

const isFree = async (port: number): Promise<boolean> => {
  try {
    await checkPort(port);
    return true;
  } catch {
    return false;
  }
};
