import { paginateQuery } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { due } from '../kit/store/due.ts';
import { toItem } from '../kit/store/client.ts';
import type { Ports } from '../kit/ports.ts';
import { getRequest, table, type PrivacyRequest } from './requests.ts';

type Store = Pick<Ports, 'dynamo' | 'table'>;

/** Reads the ids of requests that are due for a look. */
export async function* dueRequests(ports: Pick<Ports, 'dynamo' | 'table' | 'now'>): AsyncGenerator<string> {
  for await (const item of due({ table, index: 'due', key: 'open', partition: 'y' }, ports))
    yield String(unmarshall(item)['id']);
}

const idsBy = async (index: 'due' | 'byPerson', key: string, value: string, { dynamo, table: named }: Store) => {
  const query = {
    TableName: named(table),
    IndexName: index,
    KeyConditionExpression: '#key = :value',
    ExpressionAttributeNames: { '#key': key },
    ExpressionAttributeValues: toItem({ ':value': value }),
  };
  const ids: string[] = [];
  for await (const { Items = [] } of paginateQuery({ client: dynamo }, query))
    ids.push(...Items.map((item) => String(unmarshall(item)['id'])));
  return ids;
};

const readAll = async (ids: readonly string[], ports: Store): Promise<PrivacyRequest[]> =>
  (await Promise.all(ids.map((id) => getRequest(id, ports)))).filter((request) => request !== undefined);

/** Returns the requests that are not done with, the one that is due first before the others. */
export const openRequests = async (ports: Store): Promise<PrivacyRequest[]> =>
  (await readAll(await idsBy('due', 'open', 'y', ports), ports)).sort((first, second) =>
    first.dueAt < second.dueAt ? -1 : 1,
  );

/** Returns what a person has asked for. */
export const requestsOf = async (person: string, ports: Store): Promise<PrivacyRequest[]> =>
  readAll(await idsBy('byPerson', 'person', person, ports), ports);
