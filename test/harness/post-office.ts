import { GetItemCommand, TransactWriteItemsCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { toItem } from '../../functions/kit/store/client.ts';
import type { MailPorts } from '../../functions/mail/mail-ports.ts';
import { letterWrite } from '../../functions/mail/public.ts';
import type { Sender } from '../../functions/mail/ses.ts';
import { newPerson } from '../../functions/people/public.ts';
import { openTestDatabase } from './database.ts';
import { receiptData } from '../builders/letters.ts';
import { testPorts } from './ports.ts';
import { createContractTables } from './tables.ts';

/** A mail that SES took: to whom, and its MIME source. */
export type Taken = { to: string; source: string };

/** A promise that is never kept: the process died here. */
export const death = new Promise<never>(() => undefined);

/** Outcomes of a call to SES, for a sender that the test plays. `take` records the mail as taken by SES. */
export type Ses = (take: () => { messageId: string }) => Promise<{ messageId: string }>;

/** An error that SES returned with a status. */
export const sesError = (name: string, httpStatusCode = 400): Error =>
  Object.assign(new Error(name), { name, $metadata: { httpStatusCode } });

/** The outbox over DynamoDB Local with a clock that the test moves, and an SES that it plays. */
export const openPostOffice = async () => {
  const dynamo = await openTestDatabase();
  let stages = 0;

  /** Tables of their own, an empty outbox, and a clock that is stopped at that time. */
  const office = async (given: { client?: DynamoDBClient; send?: Sender; from?: Date } = {}) => {
    const stage = `m${(stages += 1)}`;
    await createContractTables(dynamo.client, stage);
    return officeOf(stage, given.client ?? dynamo.client, given.from ?? new Date('2026-07-23T14:06:00Z'), given.send);
  };
  return { office, dynamo, close: () => dynamo.close() };
};

export type PostOffice = Awaited<ReturnType<typeof openPostOffice>>;

const officeOf = (stage: string, dynamo: DynamoDBClient, from: Date, send: Sender | undefined) => {
  let now = from.getTime();
  const taken: Taken[] = [];
  const calls = { ses: 0 };
  const script: Ses[] = [];
  const played: Sender = async ({ raw, to }) => {
    calls.ses += 1;
    const take = () => {
      taken.push({ to, source: Buffer.from(raw).toString() });
      return { messageId: `ses-${taken.length}` };
    };
    return (script.shift() ?? (async () => take()))(take);
  };
  /** Nobody waits in a test: a pause moves the clock. */
  const pauses: number[] = [];
  const pause = async (milliseconds: number) => {
    pauses.push(milliseconds);
    now += milliseconds;
  };
  const ports = { ...testPorts({ dynamo, stage, now: () => new Date(now) }), send: send ?? played, pause };

  /** Puts a receipt for a new person into the outbox; returns the letter's id. */
  const post = async (name: string, email = `${name}@example.com`): Promise<string> => {
    const [id, at] = [`receipt:${name}`, ports.now()];
    const put = { id, class: 'transactional', template: 'receipt', to: name, data: receiptData, at } as const;
    const items = [...(await newPerson({ id: name, email, at }, ports)), letterWrite(put, ports)];
    await dynamo.send(new TransactWriteItemsCommand({ TransactItems: items }));
    return id;
  };

  const row = async (id: string): Promise<Record<string, unknown>> => {
    const read = new GetItemCommand({
      TableName: ports.table('mail.outbox'),
      Key: toItem({ id }),
      ConsistentRead: true,
    });
    return unmarshall((await dynamo.send(read)).Item ?? {});
  };

  return {
    ports: ports as typeof ports & MailPorts,
    taken,
    calls,
    pauses,
    post,
    row,
    /** What SES does with the next calls, in their order; after that it takes everything. */
    plays: (...next: Ses[]) => void script.push(...next),
    /** Forgets what SES was to do and has not done. */
    unplay: () => void script.splice(0),
    pass: (seconds: number) => void (now += seconds * 1000),
  };
};

export type Office = ReturnType<typeof officeOf>;
