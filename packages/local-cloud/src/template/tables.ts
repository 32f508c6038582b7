import type { Table } from './cloud.ts';
import { TemplateError } from './error.ts';
import { booleanOf, isObject, listOf, objectOf, textOf, type Json } from './json.ts';
import type { Resolved } from './resolved.ts';

const copied = ['KeySchema', 'AttributeDefinitions', 'BillingMode', 'GlobalSecondaryIndexes'];
const indexFields = ['IndexName', 'KeySchema', 'OnDemandThroughput', 'Projection'];

/** The CreateTable call that makes the table, and the attribute by which its items expire. */
export const tableOf = ({ id, at, name, properties }: Resolved): Table => {
  if (properties['BillingMode'] !== 'PAY_PER_REQUEST') {
    throw new TemplateError(`${at}.BillingMode`, 'only PAY_PER_REQUEST is known');
  }
  for (const index of listOf(properties['GlobalSecondaryIndexes'], at)) {
    objectOf(index, indexFields, `${at}.GlobalSecondaryIndexes`);
  }
  const expires = expiryOf(properties['TimeToLiveSpecification'], at);
  const create = {
    TableName: name,
    ...Object.fromEntries(copied.filter((each) => each in properties).map((each) => [each, properties[each]])),
    ...streamOf(properties['StreamSpecification'], at),
  } as Table['create'];
  return { id, create, ...(expires === undefined ? {} : { expires }) };
};

const streamOf = (stream: unknown, at: string): Json => {
  if (!isObject(stream)) return {};
  const { StreamViewType } = objectOf(stream, ['StreamViewType'], `${at}.StreamSpecification`);
  return { StreamSpecification: { StreamEnabled: true, StreamViewType } };
};

const expiryOf = (specification: unknown, at: string): string | undefined => {
  if (specification === undefined) return undefined;
  const where = `${at}.TimeToLiveSpecification`;
  const { AttributeName, Enabled } = objectOf(specification, ['AttributeName', 'Enabled'], where);
  return booleanOf(Enabled, false, where) ? textOf(AttributeName, where) : undefined;
};
