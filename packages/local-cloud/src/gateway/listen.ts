import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StartError } from '../start-error.ts';

/** Listens on 127.0.0.1 and answers the port (0 asks for any free one). A port that cannot be had is a StartError. */
export const listen = (server: Server, port: number): Promise<number> => {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(portError(port, error)));
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
};

/** The sentence for a port that cannot be listened on. */
export const portError = (port: number, { code, message }: NodeJS.ErrnoException): StartError => {
  if (code === 'EADDRINUSE') {
    return new StartError(`Port ${port} is in use; end what listens there or choose another with PORT=… or --port.`);
  }
  if (code === 'EACCES') return new StartError(`Port ${port} needs rights that this user lacks; choose one over 1023.`);
  return new StartError(`Port ${port} cannot be listened on: ${message}.`);
};
