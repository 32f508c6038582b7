import { createServer } from 'node:net';
import { StartError } from '../stand-in/start-error.ts';

/** A TCP port that nobody listens on: the one asked for, or any when 0 is. Throws a StartError when the asked one is taken. */
export const freePort = (port: number): Promise<number> => {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(new StartError(`Port ${port} for the local database is not free (${cause.code}).`, { cause })),
    );
    // Every interface, because DynamoDB Local binds all of them and cannot be told otherwise.
    server.listen(port, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : port));
    });
  });
};
