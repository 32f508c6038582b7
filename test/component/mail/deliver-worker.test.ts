import { DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { DecryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { SendRawEmailCommand, SESClient } from '@aws-sdk/client-ses';
import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Context } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { stageKeys } from '../../../functions/kit/crypto/data-keys.ts';
import { stageSecrets } from '../../../functions/kit/crypto/secrets.ts';
import { systemPorts } from '../../../functions/kit/ports.ts';
import { dynamoClient, toItem } from '../../../functions/kit/store/client.ts';
import { work } from '../../../functions/kit/work/stream.ts';
import { port } from '../../../functions/mail/port.ts';
import * as workers from '../../../functions/mail/workers.ts';
import { newPerson } from '../../../functions/people/public.ts';
import { letterWrite } from '../../../functions/mail/public.ts';
import { receiptData } from '../../builders/letters.ts';
import { testKeyRing, testPorts } from '../../harness/ports.ts';

const settings = { STAGE: 'test', ORIGIN: 'https://shop.example', PAYPAL_API_BASE: 'https://paypal.example' };
Object.assign(process.env, settings, {
  MAIL_FROM: 'shop@shop.example',
  NEWS_FROM: 'shop@news.shop.example',
  SEND_RATE: '14',
  VERSION: '0.0.0',
  HOME_COUNTRY: 'US',
  AWS_REGION: 'us-east-1',
});
process.env['POWERTOOLS_DEV'] = 'false';

const dynamo = mockClient(DynamoDBClient);
const kms = mockClient(KMSClient);
const ses = mockClient(SESClient);
const ssm = mockClient(SSMClient);
const system = systemPorts('mail-deliver', dynamoClient());
const { stage } = system.settings;
const secrets = stageSecrets(stage, system.now);
const handler = work('mail-deliver', workers.deliver, { ...system, ...port(system), secrets, keys: stageKeys(stage) });

const ports = testPorts({ dynamo: new DynamoDBClient({}) });
const at = new Date();
const row = letterWrite(
  { id: 'receipt:o1', class: 'transactional', template: 'receipt', to: 'ann', data: receiptData, at },
  ports,
).Put.Item!;
const named = (name: string, httpStatusCode = 400) =>
  Object.assign(new Error(name), { name, $metadata: { httpStatusCode } });

/** What the outbox was told to set a letter's state to, in order. */
const states = (): unknown[] =>
  dynamo.commandCalls(UpdateItemCommand).map(({ args: [{ input }] }) => {
    const values = unmarshall(input.ExpressionAttributeValues ?? {});
    return values[':to'] ?? values[':sending'];
  });

/** An outbox with one letter, which `claims` by what each update says; every other service does its part. */
const setUp = async () => {
  for (const mock of [dynamo, kms, ses, ssm]) mock.reset();
  const data = new Map<string, unknown>();
  for (const write of await newPerson({ id: 'ann', email: 'ann@example.com', at }, ports))
    if ('Put' in write) data.set(write.Put.TableName!, write.Put.Item!);
  dynamo.on(GetItemCommand).callsFake(({ TableName }: { TableName: string }) => ({ Item: data.get(TableName) }));
  dynamo.on(UpdateItemCommand).callsFake(claims);
  kms.on(DecryptCommand).callsFake(opens);
  const secret = JSON.stringify({ ...testKeyRing, key: testKeyRing.keys.k1 });
  ssm.on(GetParametersCommand).resolves({ Parameters: [{ Value: secret }] });
  ses.on(SendRawEmailCommand).resolves({ MessageId: 'ses-1' });
};
const opens = async (input: { CiphertextBlob: Uint8Array; EncryptionContext: object }) => {
  const { purpose, subject } = input.EncryptionContext as { purpose: string; subject: string };
  return { Plaintext: await ports.keys.open(purpose, subject, input.CiphertextBlob) };
};
const claims = (input: { ExpressionAttributeValues: Parameters<typeof unmarshall>[0] }) => {
  const values = unmarshall(input.ExpressionAttributeValues);
  const claimed = { state: 'sending', claim: values[':claim'], leaseUntil: values[':lease'], attempts: 1 };
  return { Attributes: toItem({ ...unmarshall(row), ...claimed }) };
};

const deliver = async () => {
  const event = { Records: [{ eventName: 'INSERT' as const, dynamodb: { SequenceNumber: '1', NewImage: row } }] };
  const run = handler as unknown as (event: object, context: Context) => Promise<{ batchItemFailures: unknown[] }>;
  return run(event, { awsRequestId: 'r', getRemainingTimeInMillis: () => 60_000 } as Context);
};

describe('the handler of mail-deliver', () => {
  beforeEach(setUp);

  it('claims a letter, hands it to SES once, and records that', async () => {
    expect(await deliver()).toEqual({ batchItemFailures: [] });
    expect(ses.commandCalls(SendRawEmailCommand)).toHaveLength(1);
    expect(states()).toEqual(['sending', 'sent']);
  });

  it('records a sent letter although the write is throttled time and again, and does not send it twice', async () => {
    const throttled = named('ThrottlingException');
    dynamo.on(UpdateItemCommand).callsFakeOnce(claims).rejectsOnce(throttled).rejectsOnce(throttled).callsFake(claims);
    expect(await deliver()).toEqual({ batchItemFailures: [] });
    expect(ses.commandCalls(SendRawEmailCommand)).toHaveLength(1);
    expect(states()).toEqual(['sending', 'sent', 'sent', 'sent']);
  });

  it('calls no SES while KMS fails, puts the letter back, and sends it once KMS is there again', async () => {
    kms.on(DecryptCommand).rejectsOnce(named('KMSInternalException', 500)).callsFake(opens);
    expect(await deliver()).toEqual({ batchItemFailures: [] });
    expect(states()).toEqual(['sending', 'pending', 'sending', 'sent']);
    expect(ses.commandCalls(SendRawEmailCommand)).toHaveLength(1);
  });

  it.each([
    ['a rejected message', named('MessageRejected'), 'refused'],
    ['a failure of the service', named('InternalFailure', 500), 'unknown'],
  ])('ends a letter after %s and calls SES no second time', async (_, error, state) => {
    ses.on(SendRawEmailCommand).rejects(error);
    await deliver();
    expect(ses.commandCalls(SendRawEmailCommand)).toHaveLength(1);
    expect(states()).toEqual(['sending', state]);
  });

  it('reports the record when the letter cannot even be claimed', async () => {
    dynamo.on(UpdateItemCommand).rejects(named('ThrottlingException'));
    expect(await deliver()).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] });
    expect(ses.commandCalls(SendRawEmailCommand)).toEqual([]);
  });
});
