import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Ports } from '../kit/ports.ts';
import { due } from '../kit/store/due.ts';

/** Reads the ids of letters that are due, oldest first. The index may lag; the claim decides. */
export async function* dueLetters(ports: Pick<Ports, 'dynamo' | 'table' | 'now'>): AsyncGenerator<string> {
  const waiting = { table: 'mail.outbox', index: 'waiting', key: 'waiting', partition: 'y' };
  for await (const item of due(waiting, ports)) yield String(unmarshall(item)['id']);
}
