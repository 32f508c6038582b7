import * as fc from 'fast-check';
import * as z from 'zod/mini';
import { context, type Context, type Needs } from '../../../../functions/kit/contract/contract.ts';
import { functionsOf, keyPurposes, unionOfNeeds } from '../../../../lib/plans/functions.ts';

const returns = z.object({});
const shop: Context = context('shop', {
  tables: { goods: { key: 'id', stream: 'new', holds: 'nothing-personal' } },
  routes: {
    read: { at: 'GET /goods', auth: 'public', summary: 'Read', returns, needs: { goods: ['GetItem'] } },
    buy: {
      at: 'POST /goods',
      auth: 'public',
      summary: 'Buy',
      returns,
      needs: { goods: ['UpdateItem', 'GetItem'], 'mail.outbox': ['PutItem'], 'kms:pins': ['Decrypt'] },
    },
  },
  workers: {
    tell: { on: { stream: 'goods', where: [{}] }, summary: 'Tell', timeout: 30, needs: { 'goods/free': ['Query'] } },
    sweep: { on: { every: '5 minutes' }, summary: 'Sweep', timeout: 240, needs: {} },
  },
});
const bare = context('bare', { tables: { things: { key: 'id', holds: 'pseudonyms' } } });

describe('the functions of contexts', () => {
  it('are one for the routes and one for each worker', () => {
    expect(functionsOf([shop, bare])).toEqual([
      {
        name: 'shop-public',
        entry: 'functions/shop/handler.ts',
        timeout: 10,
        needs: { 'kms:pins': ['Decrypt'], 'mail.outbox': ['PutItem'], 'shop.goods': ['GetItem', 'UpdateItem'] },
        routes: ['GET /goods', 'HEAD /goods', 'POST /goods'],
      },
      {
        name: 'shop-tell',
        entry: 'functions/shop/tell-worker.ts',
        timeout: 30,
        needs: { 'shop.goods/free': ['Query'] },
        routes: [],
        on: { stream: 'shop.goods', where: [{}] },
      },
      {
        name: 'shop-sweep',
        entry: 'functions/shop/sweep-worker.ts',
        timeout: 240,
        needs: {},
        routes: [],
        on: { every: '5 minutes' },
      },
    ]);
  });

  it('name the purposes of the keys they need, each once', () => {
    expect(keyPurposes(functionsOf([shop, shop]))).toEqual(['pins']);
  });
});

const needs: fc.Arbitrary<Needs> = fc.dictionary(
  fc.constantFrom('goods', 'goods/free', 'mail.outbox', 'ssm:paypal', 'kms:pins'),
  fc.uniqueArray(fc.constantFrom('GetItem', 'PutItem', 'Query'), { minLength: 1 }),
);

describe('the union of needs', () => {
  it('is the same in any order, and whatever is said twice', () => {
    fc.assert(
      fc.property(fc.array(needs), (all) => {
        const union = unionOfNeeds('shop', all);
        expect(unionOfNeeds('shop', [...all].reverse())).toEqual(union);
        expect(unionOfNeeds('shop', [...all, ...all])).toEqual(union);
        expect(unionOfNeeds('shop', [union])).toEqual(union);
      }),
    );
  });

  it('grants what each part needs and nothing that no part does', () => {
    const pairs = (all: readonly Needs[]) =>
      new Set(
        all.flatMap((each) => Object.entries(each).flatMap(([name, actions]) => actions.map((a) => `${name} ${a}`))),
      );
    const whole = (each: Needs) => unionOfNeeds('shop', [each]);
    fc.assert(
      fc.property(fc.array(needs), (all) => expect(pairs([unionOfNeeds('shop', all)])).toEqual(pairs(all.map(whole)))),
    );
  });
});
