import type { AttributeValue, _Record } from '@aws-sdk/client-dynamodb-streams';

/** An attribute value as DynamoDB's JSON has it: binary is base64 text. */
type AttributeJson = { [type: string]: unknown };

/** A stream record as Lambda hands it to a function; times are epoch seconds. */
export type StreamRecord = ReturnType<typeof toStreamRecord>;

/** Returns a record of the Streams API in Lambda's shape; `arn` is the stream's. */
export const toStreamRecord = ({ dynamodb: change, ...record }: _Record, arn: string, region: string) => ({
  eventID: record.eventID ?? '',
  eventName: String(record.eventName),
  eventVersion: record.eventVersion ?? '1.1',
  eventSource: 'aws:dynamodb',
  awsRegion: region,
  dynamodb: {
    ApproximateCreationDateTime: Math.floor((change?.ApproximateCreationDateTime?.getTime() ?? 0) / 1000),
    Keys: image(change?.Keys ?? {}),
    ...(change?.NewImage && { NewImage: image(change.NewImage) }),
    ...(change?.OldImage && { OldImage: image(change.OldImage) }),
    SequenceNumber: change?.SequenceNumber ?? '',
    SizeBytes: change?.SizeBytes ?? 0,
    StreamViewType: String(change?.StreamViewType),
  },
  eventSourceARN: arn,
});

const image = (values: Record<string, AttributeValue>): Record<string, AttributeJson> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, attributeJson(value)]));

const attributeJson = (value: AttributeValue): AttributeJson => {
  if (value.B !== undefined) return { B: base64(value.B) };
  if (value.BS !== undefined) return { BS: value.BS.map(base64) };
  if (value.L !== undefined) return { L: value.L.map(attributeJson) };
  if (value.M !== undefined) return { M: image(value.M) };
  return { ...value };
};

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
