import { toStreamRecord } from '../../../src/streams/record.ts';

describe('a stream record', () => {
  it('reaches the function as Lambda shapes it, with bytes as base64 and time in seconds', () => {
    const bytes = new Uint8Array([1, 2, 3]);
    const record = toStreamRecord(
      {
        eventID: 'event',
        eventName: 'INSERT',
        eventVersion: '1.1',
        eventSource: 'aws:dynamodb',
        awsRegion: 'ddblocal',
        dynamodb: {
          ApproximateCreationDateTime: new Date(1_700_000_000_900),
          Keys: { id: { S: 'a' } },
          NewImage: {
            id: { S: 'a' },
            sealed: { M: { parts: { L: [{ B: bytes }, { BS: [bytes] }] } } },
            on: { BOOL: true },
          },
          SequenceNumber: '007',
          SizeBytes: 12,
          StreamViewType: 'NEW_IMAGE',
        },
      },
      'arn:stream',
      'us-east-1',
    );
    expect(record).toEqual({
      eventID: 'event',
      eventName: 'INSERT',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'us-east-1',
      dynamodb: {
        ApproximateCreationDateTime: 1_700_000_000,
        Keys: { id: { S: 'a' } },
        NewImage: {
          id: { S: 'a' },
          sealed: { M: { parts: { L: [{ B: 'AQID' }, { BS: ['AQID'] }] } } },
          on: { BOOL: true },
        },
        SequenceNumber: '007',
        SizeBytes: 12,
        StreamViewType: 'NEW_IMAGE',
      },
      eventSourceARN: 'arn:stream',
    });
  });
});
