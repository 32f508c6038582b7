import type { AttributeValue, _Record } from '@aws-sdk/client-dynamodb-streams';

/** An attribute value as DynamoDB's JSON has it on the wire: binary is base64 text. */
export type AttributeJson = { [type: string]: unknown };

/** A stream record as Lambda hands it to a function; times are epoch seconds. */
export type StreamRecord = {
  eventID: string;
  eventName: string;
  eventVersion: string;
  eventSource: 'aws:dynamodb';
  awsRegion: string;
  dynamodb: {
    ApproximateCreationDateTime: number;
    Keys: Record<string, AttributeJson>;
    NewImage?: Record<string, AttributeJson>;
    OldImage?: Record<string, AttributeJson>;
    SequenceNumber: string;
    SizeBytes: number;
    StreamViewType: string;
  };
  eventSourceARN: string;
};

/** Shapes a record of the Streams API as Lambda does; `arn` is the stream's. */
export const toStreamRecord = (record: _Record, arn: string, region: string): StreamRecord => {
  const change = record.dynamodb;
  return {
    eventID: record.eventID ?? '',
    eventName: record.eventName ?? '',
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
      StreamViewType: change?.StreamViewType ?? '',
    },
    eventSourceARN: arn,
  };
};

/** An attribute value with its bytes as base64 text, at every depth. */
export const attributeJson = (value: AttributeValue): AttributeJson => {
  if (value.B !== undefined) return { B: base64(value.B) };
  if (value.BS !== undefined) return { BS: value.BS.map(base64) };
  if (value.L !== undefined) return { L: value.L.map(attributeJson) };
  if (value.M !== undefined) return { M: image(value.M) };
  return { ...value };
};

const image = (values: Record<string, AttributeValue>): Record<string, AttributeJson> => {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, attributeJson(value)]));
};

const base64 = (bytes: Uint8Array): string => {
  return Buffer.from(bytes).toString('base64');
};
