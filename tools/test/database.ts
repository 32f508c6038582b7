import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Dynamo } from '../../packages/local-cloud/src/dynamodb/start-dynamo.ts';

/** Where tests learn the address of the database of their run; the variable that carries it to them. */
export const databaseVariable = 'CANDOR_TEST_DATABASE';

/** A database that starts when a test first asks for it. */
export type RunDatabase = { url: string; close: () => Promise<void> };

const start = async (): Promise<Dynamo> => {
  const { startDynamo } = await import('../../packages/local-cloud/src/dynamodb/start-dynamo.ts');
  return startDynamo({ port: 0, separate: true });
};

/**
 * Serves the address of one in-memory DynamoDB Local to all test files of a run, each of which has an access key and so
 * tables of its own in it. It starts with the first request: a run of unit tests needs none.
 */
export const serveDatabase = async (): Promise<RunDatabase> => {
  let started: Promise<Dynamo> | undefined;
  const server = createServer((_, response) => {
    // A connection kept alive would be something that a test file leaves open.
    response.setHeader('connection', 'close');
    started ??= start();
    started.then(
      ({ url }) => response.end(url),
      (error: unknown) => response.writeHead(500).end(error instanceof Error ? error.message : 'no database'),
    );
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    // What did not start has said so to the tests.
    await (await started?.catch(() => undefined))?.close();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
};
