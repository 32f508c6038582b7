import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { simpleParser } from 'mailparser';
import { bundle, bundleOf } from '../../lib/bundle/bundle.ts';
import type * as fixture from './fixtures/slim.ts';

type Slim = typeof fixture;
type Answer = { status: number; type: string; body: string };

const folder = mkdtempSync(path.join(tmpdir(), 'candor-slim-'));
const json = (status: number, body: object): Answer => ({
  status,
  type: 'application/x-amz-json-1.1',
  body: JSON.stringify(body),
});
const before = { ...process.env };
let slim: Slim;
let server: Server;
let endpoint: string;
let answer: Answer;
let asked: IncomingMessage;

beforeAll(async () => {
  const credentials = { AWS_ACCESS_KEY_ID: 'FROMENVIRONMENT', AWS_SECRET_ACCESS_KEY: 'x', AWS_REGION: 'us-east-1' };
  Object.assign(process.env, credentials);
  await bundle([{ name: 'slim', source: "export * from '../test/infra/fixtures/slim.ts';" }], folder);
  slim = createRequire(import.meta.url)(path.join(bundleOf('slim', folder), 'index.js')) as Slim;
  server = createServer((request, response) => {
    asked = request;
    request
      .resume()
      .on('end', () => response.writeHead(answer.status, { 'content-type': answer.type }).end(answer.body));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  process.env = before;
  server.closeAllConnections();
  server.close();
});

describe('a slim bundle', () => {
  it('takes credentials from the environment', async () => {
    answer = json(200, { Parameters: [{ Name: '/a', Value: '{"b":1}' }] });
    expect(await slim.call('ssm', endpoint)).toMatchObject({ Parameters: [{ Name: '/a', Value: '{"b":1}' }] });
    expect(asked.headers.authorization).toContain('Credential=FROMENVIRONMENT/');
    expect(asked.headers['user-agent']).toMatch(/api\/ssm#3\.\d+/);
  });

  it.each(['ssm', 'kms', 'dynamodb'] as const)('names the errors of %s that it has no class for', async (service) => {
    answer = json(400, { __type: 'com.amazonaws#AccessDeniedException', message: 'not for you' });
    const error = {
      isError: true,
      name: 'AccessDeniedException',
      message: 'not for you',
      fault: 'client',
      status: 400,
    };
    expect(await slim.call(service, endpoint)).toMatchObject(error);
    answer = json(400, { __type: 'ThrottlingException', Message: 'slower' });
    expect(await slim.call(service, endpoint)).toMatchObject({ name: 'ThrottlingException', message: 'slower' });
    answer = json(500, { __type: 'InternalServerError' });
    expect(await slim.call(service, endpoint)).toMatchObject({ name: 'InternalServerError', fault: 'server' });
  });

  it.each(['MessageRejected', 'AccountSendingPausedException', 'Throttling'])(
    'names the error %s of SES',
    async (code) => {
      const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error>`;
      const body = `<ErrorResponse>${error}<RequestId>1</RequestId></ErrorResponse>`;
      answer = { status: 400, type: 'text/xml', body };
      const seen = { isError: true, name: code, message: 'no', fault: 'client', status: 400 };
      expect(await slim.call('ses', endpoint)).toMatchObject(seen);
    },
  );

  it('keeps the reasons of a cancelled transaction', async () => {
    const reasons = [{ Code: 'ConditionalCheckFailed', Item: { id: { S: 'a' } } }, { Code: 'None' }];
    const type = 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException';
    answer = json(400, { __type: type, Message: 'cancelled', CancellationReasons: reasons });
    expect(await slim.call('dynamodb', endpoint)).toMatchObject({ name: 'TransactionCanceledException', reasons });
  });

  it('composes mail', async () => {
    const mail = await simpleParser(await slim.compose());
    expect(mail).toMatchObject({ subject: 'Größe', text: 'Ü', html: '<p>Ü</p>' });
  });

  it('has left out what it should', () => {
    const code = readFileSync(path.join(bundleOf('slim', folder), 'index.js'), 'utf8');
    const unwanted = ['sso_start_url', 'x-world/x-vrml', 'ParameterAlreadyExists', 'set-cookie'];
    const unasked = ['MaintenanceWindowExecution', 'GlobalTableNotFoundException', ':exception-type'];
    expect([...unwanted, ...unasked].filter((each) => code.includes(each))).toEqual([]);
    expect(code.length).toBeLessThan(290_000);
  });
});
