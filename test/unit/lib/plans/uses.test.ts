import * as fc from 'fast-check';
import { context, type Context } from '../../../../functions/kit/contract/contract.ts';
import type { Needs, Uses } from '../../../../functions/kit/contract/uses.ts';
import { expand, streamOf, unionOfNeeds, UsesError } from '../../../../lib/plans/uses.ts';

const people: Context = context('people', {
  tables: { persons: { key: 'id', holds: 'personal-data' } },
  offers: { find: [{ persons: ['GetItem'], 'kms:contact': ['Decrypt'] }, 'secret:lookup-keys'] },
});
const mail: Context = context('mail', {
  tables: { outbox: { key: 'id', stream: 'new', holds: 'pseudonyms' } },
  offers: { enqueue: [{ outbox: ['PutItem'] }], address: ['people.find', 'port:mail'] },
});
const shop: Context = context('shop', { tables: { goods: { key: 'id', holds: 'pseudonyms' } } });
const contexts = [people, mail, shop];
const expanding =
  (user: Context, ...uses: Uses) =>
  () =>
    expand(contexts, user, uses);

describe('the uses of a context', () => {
  it('come to the exact resources of an offer, with what that offer uses itself', () => {
    expect(expand(contexts, shop, ['mail.address', 'mail.enqueue', 'wake:mail.sweep', { goods: ['GetItem'] }])).toEqual(
      {
        needs: {
          'kms:contact': ['Decrypt'],
          'lambda:mail.sweep': ['InvokeFunction'],
          'mail.outbox': ['PutItem'],
          'people.persons': ['GetItem'],
          'shop.goods': ['GetItem'],
          'ssm:lookup-keys': ['GetParameters'],
        },
        ports: ['mail'],
      },
    );
  });

  it('may be offers of the context itself', () => {
    expect(expand(contexts, mail, ['mail.enqueue']).needs).toEqual({ 'mail.outbox': ['PutItem'] });
  });

  it('are refused when the offer is of a context above', () => {
    expect(expanding(people, 'mail.enqueue')).toThrow(
      new UsesError('Context people uses mail.enqueue, but mail is not below it in functions/contexts.ts.'),
    );
  });

  it('are refused when there is no such context or offer, inherited names included', () => {
    expect(expanding(shop, 'nobody.find')).toThrow(UsesError);
    expect(expanding(shop, 'people.search')).toThrow('Context shop uses people.search, which people does not offer.');
    expect(expanding(shop, 'people.constructor')).toThrow(UsesError);
  });

  it('are refused when they name a table of another context', () => {
    expect(expanding(shop, { persons: ['GetItem'] })).toThrow(
      'Context shop has no table persons: declare it, or use an offer of its context.',
    );
    expect(expanding(shop, { 'people.persons': ['GetItem'] })).toThrow(UsesError);
  });
});

describe('a stream that a worker listens to', () => {
  it('is of the context itself or of one below it', () => {
    expect(streamOf(contexts, mail, 'outbox')).toBe('mail.outbox');
    expect(streamOf(contexts, shop, 'mail.outbox')).toBe('mail.outbox');
  });

  it('is refused when its context is above or unknown', () => {
    expect(() => streamOf(contexts, people, 'mail.outbox')).toThrow(
      new UsesError('Context people listens to mail.outbox, which is not below it in functions/contexts.ts.'),
    );
    expect(() => streamOf(contexts, shop, 'nobody.outbox')).toThrow(UsesError);
  });
});

const needs: fc.Arbitrary<Needs> = fc.dictionary(
  fc.constantFrom('shop.goods', 'shop.goods/free', 'mail.outbox', 'ssm:paypal', 'kms:pins'),
  fc.uniqueArray(fc.constantFrom('GetItem', 'PutItem', 'Query'), { minLength: 1 }),
);

describe('the union of needs', () => {
  it('is the same in any order, and whatever is said twice', () => {
    fc.assert(
      fc.property(fc.array(needs), (all) => {
        const union = unionOfNeeds(all);
        expect(unionOfNeeds([...all].reverse())).toEqual(union);
        expect(unionOfNeeds([...all, ...all])).toEqual(union);
        expect(unionOfNeeds([union])).toEqual(union);
      }),
    );
  });

  it('grants what each part needs and nothing that no part does', () => {
    const pairs = (all: readonly Needs[]) =>
      new Set(
        all.flatMap((each) => Object.entries(each).flatMap(([name, actions]) => actions.map((a) => `${name} ${a}`))),
      );
    fc.assert(fc.property(fc.array(needs), (all) => expect(pairs([unionOfNeeds(all)])).toEqual(pairs(all))));
  });
});
