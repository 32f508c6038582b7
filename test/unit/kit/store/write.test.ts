import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { apply, transact, type Write } from '../../../../functions/kit/store/write.ts';

const dynamo = new DynamoDBClient({});
const database = mockClient(dynamo);
const store = { dynamo, random: (bytes: number) => new Uint8Array(bytes) };
const Key = { id: { S: 'a' } };
const put: Write = { Put: { TableName: 't', Item: Key } };
const update: Write = { Update: { TableName: 't', Key, UpdateExpression: 'SET n = :n' } };
const remove: Write = { Delete: { TableName: 't', Key } };
const refusal = new ConditionalCheckFailedException({ message: '', $metadata: {}, Item: Key });
const conflict = Object.assign(new Error('conflict'), { name: 'TransactionConflictException' });
const cancelled = (...codes: string[]) =>
  new TransactionCanceledException({
    message: '',
    $metadata: {},
    CancellationReasons: codes.map((Code) => ({ Code })),
  });

beforeEach(() => database.reset());

describe('a write applied alone', () => {
  it('is the command of its kind and asks for the item that refuses', async () => {
    await apply(put, store);
    await apply(remove, store);
    expect(database.commandCalls(PutItemCommand)[0]?.args[0].input).toMatchObject({
      Item: Key,
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    expect(database.commandCalls(DeleteItemCommand)[0]?.args[0].input).toMatchObject({ Key });
  });

  it('returns the item as it is after an update', async () => {
    database.on(UpdateItemCommand).resolves({ Attributes: { n: { N: '1' } } });
    expect(await apply(update, store)).toEqual({ applied: true, item: { n: { N: '1' } } });
  });

  it('returns the stored item when its condition refuses', async () => {
    database.on(PutItemCommand).rejects(refusal);
    expect(await apply(put, store)).toEqual({ applied: false, item: Key });
  });

  it('is tried again under a conflict, and not after another error', async () => {
    database.on(PutItemCommand).rejectsOnce(conflict).resolves({});
    expect(await apply(put, store)).toMatchObject({ applied: true });
    database.on(UpdateItemCommand).rejects(new Error('broken'));
    await expect(apply(update, store)).rejects.toThrow('broken');
    expect(database.commandCalls(UpdateItemCommand)).toHaveLength(1);
  });
});

describe('a transaction', () => {
  it('tells the positions of the writes that refused it', async () => {
    database
      .on(TransactWriteItemsCommand)
      .rejects(cancelled('None', 'ConditionalCheckFailed', 'ConditionalCheckFailed'));
    expect(await transact([put, update, remove], store)).toEqual({ done: false, refused: [1, 2] });
  });

  it('is tried again under contention until it is done', async () => {
    database.on(TransactWriteItemsCommand).rejectsOnce(cancelled('TransactionConflict')).resolves({});
    expect(await transact([put, update], store)).toEqual({ done: true });
    expect(database.commandCalls(TransactWriteItemsCommand)).toHaveLength(2);
  });

  it('gives up after six tries', async () => {
    database.on(TransactWriteItemsCommand).rejects(cancelled('ThrottlingError'));
    await expect(transact([put], store)).rejects.toThrow(TransactionCanceledException);
    expect(database.commandCalls(TransactWriteItemsCommand)).toHaveLength(6);
  });
});
