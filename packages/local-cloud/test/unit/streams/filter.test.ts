import { compileFilters } from '../../../src/streams/filter.ts';

const record = {
  eventName: 'INSERT',
  dynamodb: {
    SizeBytes: 120,
    Keys: { id: { S: 'order-1' } },
    NewImage: { status: { S: 'paid' }, note: { NULL: true }, tags: { SS: ['new', 'gift'] }, total: { N: '1000' } },
  },
};
const status = (...values: unknown[]) => ({ dynamodb: { NewImage: { status: { S: values } } } });
const image = (field: string, type: string, ...values: unknown[]) => ({
  dynamodb: { NewImage: { [field]: { [type]: values } } },
});

describe('the filter of a stream source', () => {
  it.each<[string, unknown, boolean]>([
    ['an equal value', { eventName: ['INSERT'] }, true],
    ['another value', { eventName: ['REMOVE'] }, false],
    ['one of several values', { eventName: ['MODIFY', 'INSERT'] }, true],
    ['a field below', status('paid'), true],
    ['two fields of which one differs', { eventName: ['MODIFY'], ...status('paid') }, false],
    ['a boolean', image('note', 'NULL', true), true],
    ['a number of DynamoDB as its text', image('total', 'N', '1000'), true],
    ['a field that is absent', image('other', 'S', 'x'), false],
  ])('judges %s', (_name, pattern, passes) => {
    expect(compileFilters([pattern], 'source')(record)).toBe(passes);
  });

  it('lets everything pass when there is no pattern', () => {
    expect(compileFilters([], 'source')(record)).toBe(true);
  });

  it('lets a record pass that one of several patterns matches', () => {
    expect(compileFilters([{ eventName: ['REMOVE'] }, status('paid')], 'source')(record)).toBe(true);
  });

  it.each<[string, unknown, RegExp]>([
    ...['wildcard', 'prefix', 'exists', 'numeric', 'anything-but'].map((name): [string, unknown, RegExp] => [
      `the operator ${name} by its name`,
      status({ [name]: 'p' }),
      new RegExp(`orders-settle.*"${name}".*dynamodb\.NewImage\.status\.S`),
    ]),
    ['a bare value', { eventName: 'INSERT' }, /an object of fields or an array.*eventName/],
    ['an empty array', { eventName: [] }, /empty array/],
    ['an empty pattern', {}, /empty pattern/],
  ])('refuses %s', (_name, pattern, words) => {
    expect(() => compileFilters([pattern], 'orders-settle')).toThrow(words);
  });
});
