import { createServer, type RequestListener, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { DescribeLimitsCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamoClient } from '../../../functions/kit/store/client.ts';
import { warmUp } from '../../../functions/kit/store/warm-up.ts';
import { isUnavailable } from '../../../functions/kit/store/unavailable.ts';
import { localAccess } from '../../harness/dynamodb.ts';

const open: { server: Server; client: DynamoDBClient }[] = [];

/** A database that does as it is told, and a client as functions have it. */
const clientOf = async (listener: RequestListener): Promise<DynamoDBClient> => {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = dynamoClient({ endpoint: `http://127.0.0.1:${port}`, ...localAccess });
  open.push({ server, client });
  return client;
};

afterEach(async () => {
  for (const { server, client } of open.splice(0)) {
    client.destroy();
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  }
});

const answer: RequestListener = (_, response) =>
  void response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end('{}');
const ask = (client: DynamoDBClient) => client.send(new DescribeLimitsCommand({}));

/** Keeps the process busy from the moment that a request has been made, before its connection can come to be. */
const busyOnceAsked = (client: DynamoDBClient, milliseconds: number) =>
  client.middlewareStack.addRelativeTo(
    <I, O>(next: (args: I) => O) =>
      (args: I) => {
        const answered = next(args);
        for (const end = performance.now() + milliseconds; performance.now() < end;);
        return answered;
      },
    { relation: 'after', toMiddleware: 'deserializerMiddleware', name: 'busy' },
  );

describe('a client of the database that is warmed up', () => {
  it('has gone through a whole call without asking the database, and asks it with the next', async () => {
    let asked = 0;
    const client = await clientOf((request, response) => ((asked += 1), answer(request, response)));
    const ended: (string | undefined)[] = [];
    client.middlewareStack.add(
      (next, context) => async (args) => {
        const result = await next(args);
        ended.push(context.commandName);
        return result;
      },
      { step: 'initialize', name: 'ended' },
    );
    await warmUp(client);
    expect([ended, asked]).toEqual([['GetItemCommand'], 0]);
    await ask(client);
    expect(asked).toBe(1);
  });

  it('fails nobody, not even where there are no credentials', async () => {
    const client = dynamoClient({
      endpoint: 'http://127.0.0.1:9',
      region: 'us-east-1',
      credentials: () => Promise.reject(new Error('none')),
    });
    await expect(warmUp(client)).resolves.toBeUndefined();
    client.destroy();
  });
});

describe('the client of the database', () => {
  it('gives up on a database that takes the request and never responds, after a second try, and cuts both off', async () => {
    const cut: Promise<unknown>[] = [];
    const client = await clientOf(({ socket }) => void cut.push(once(socket, 'close')));
    const failure: unknown = await ask(client).catch((error: unknown) => error);
    expect([isUnavailable(failure), (failure as Error).name, cut.length]).toEqual([true, 'TimeoutError', 2]);
    await Promise.all(cut);
  });

  it('gives up on an answer that breaks off without an end', async () => {
    const client = await clientOf((_, response) => void response.writeHead(200).write('{'));
    const failure: unknown = await ask(client).catch((error: unknown) => error);
    expect(isUnavailable(failure)).toBe(true);
  });

  it('has a hundred requests under way at once, none of which waits for a connection', async () => {
    const held: (() => void)[] = [];
    const client = await clientOf((request, response) => {
      held.push(() => answer(request, response));
      if (held.length === 100) for (const go of held) go();
    });
    const answers = await Promise.all(Array.from({ length: 100 }, () => ask(client)));
    expect(answers.map(({ $metadata }) => $metadata.attempts)).toEqual(Array(100).fill(1));
  });

  it('does not take its own being busy for a database that cannot be reached', async () => {
    const client = await clientOf((request, response) => answer(request, response.setHeader('connection', 'close')));
    // The first request loads what the client needs; its connection is not kept, so that the next makes one.
    await ask(client);
    busyOnceAsked(client, 2_000);
    expect((await ask(client)).$metadata.attempts).toBe(1);
  });
});
