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
    ['an element of a set', image('tags', 'SS', 'gift'), true],
    ['no element of a set', image('tags', 'SS', 'old'), false],
    ['prefix', status({ prefix: 'pa' }), true],
    ['another prefix', status({ prefix: 'ai' }), false],
    ['a prefix of what is absent', image('other', 'S', { prefix: '' }), false],
    ['suffix', status({ suffix: 'id' }), true],
    ['equals-ignore-case', status({ 'equals-ignore-case': 'PAID' }), true],
    ['exists', image('status', 'S', { exists: true }), true],
    ['exists, of what is absent', image('other', 'S', { exists: true }), false],
    ['not exists', image('other', 'S', { exists: false }), true],
    ['not exists, of what is there', image('status', 'S', { exists: false }), false],
    ['not exists, below an absent image', { dynamodb: { OldImage: { status: { S: [{ exists: false }] } } } }, true],
    ['anything-but', status({ 'anything-but': 'open' }), true],
    ['anything-but the value', status({ 'anything-but': ['open', 'paid'] }), false],
    ['anything-but, of what is absent', image('other', 'S', { 'anything-but': 'x' }), false],
    ['anything-but a prefix', status({ 'anything-but': { prefix: 'pa' } }), false],
    ['numeric within a range', { dynamodb: { SizeBytes: [{ numeric: ['>', 100, '<=', 120] }] } }, true],
    ['numeric out of a range', { dynamodb: { SizeBytes: [{ numeric: ['>', 120] }] } }, false],
    ['$or', { $or: [{ eventName: ['REMOVE'] }, status('paid')] }, true],
    ['$or of which none matches', { $or: [{ eventName: ['REMOVE'] }, status('open')] }, false],
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
    [
      'an unknown operator by its name',
      status({ wildcard: 'p*' }),
      /orders-settle.*"wildcard".*dynamodb\.NewImage\.status\.S/,
    ],
    ['an unknown exclusion', status({ 'anything-but': { wildcard: 'p' } }), /"wildcard"/],
    ['two operators in one object', status({ prefix: 'a', suffix: 'b' }), /one operator/],
    ['a number comparison of DynamoDB text', image('total', 'N', { numeric: ['>', 1] }), /never matches/],
    ['a comparison that is none', { dynamodb: { SizeBytes: [{ numeric: ['~', 1] }] } }, /comparison and a number/],
    ['a bare value', { eventName: 'INSERT' }, /an object of fields or an array.*eventName/],
    ['an empty array', { eventName: [] }, /empty array/],
    ['an empty pattern', {}, /empty pattern/],
  ])('refuses %s', (_name, pattern, words) => {
    expect(() => compileFilters([pattern], 'orders-settle')).toThrow(words);
  });
});
