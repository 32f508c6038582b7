import * as z from 'zod/mini';
import { context, type Context } from '../../../../functions/kit/contract/contract.ts';
import { audienceOf, functionsOf } from '../../../../lib/plans/functions.ts';

const returns = z.object({});
const mail: Context = context('mail', {
  tables: { outbox: { key: 'id', holds: 'pseudonyms' } },
  offers: { enqueue: [{ outbox: ['PutItem'] }] },
});
const accounts: Context = context('accounts', {
  tables: { staff: { key: 'id', holds: 'pseudonyms' } },
  offers: { sessionOf: ['secret:identity', { staff: ['GetItem'] }] },
});
const shop: Context = context('shop', {
  tables: { goods: { key: 'id', stream: 'new', holds: 'nothing-personal' } },
  routes: {
    read: { at: 'GET /goods', auth: 'public', summary: 'Read', returns, uses: [{ goods: ['GetItem'] }] },
    buy: {
      at: 'POST /goods',
      auth: 'public',
      summary: 'Buy',
      returns,
      uses: ['mail.enqueue', 'port:paypal', { goods: ['UpdateItem', 'GetItem'], 'kms:pins': ['Decrypt'] }],
    },
    load: {
      at: 'PUT /admin/goods',
      auth: 'staff:fulfilment',
      summary: 'Load',
      returns,
      uses: [{ goods: ['PutItem'] }],
    },
  },
  workers: {
    tell: { on: { stream: 'goods', where: [{}] }, summary: 'Tell', timeout: 30, uses: [{ 'goods/free': ['Query'] }] },
    sweep: { on: { every: '5 minutes' }, summary: 'Sweep', timeout: 240, uses: [] },
    enrol: { on: { invoked: true }, summary: 'Enrol', timeout: 20, uses: [] },
  },
});

describe('the functions of contexts', () => {
  it('are one for the routes of each audience and one for each worker', () => {
    expect(functionsOf([mail, accounts, shop])).toEqual([
      {
        name: 'shop-public',
        context: 'shop',
        part: 'public',
        timeout: 10,
        needs: { 'kms:pins': ['Decrypt'], 'mail.outbox': ['PutItem'], 'shop.goods': ['GetItem', 'UpdateItem'] },
        ports: ['paypal'],
        routes: ['GET /goods', 'HEAD /goods', 'POST /goods'],
      },
      {
        name: 'shop-staff',
        context: 'shop',
        part: 'staff',
        timeout: 10,
        needs: { 'accounts.staff': ['GetItem'], 'shop.goods': ['PutItem'], 'ssm:identity': ['GetParameters'] },
        ports: ['accounts'],
        routes: ['PUT /admin/goods'],
      },
      {
        name: 'shop-tell',
        context: 'shop',
        part: 'tell',
        timeout: 30,
        needs: { 'shop.goods/free': ['Query'] },
        ports: [],
        routes: [],
        on: { stream: 'shop.goods', where: [{}] },
      },
      {
        name: 'shop-sweep',
        context: 'shop',
        part: 'sweep',
        timeout: 240,
        needs: {},
        ports: [],
        routes: [],
        on: { every: '5 minutes' },
      },
      {
        name: 'shop-enrol',
        context: 'shop',
        part: 'enrol',
        timeout: 20,
        needs: {},
        ports: [],
        routes: [],
        on: { invoked: true },
      },
    ]);
  });

  it('are refused when one of them asks for a session below the accounts', () => {
    const below = context('below', {
      routes: { read: { at: 'GET /a', auth: 'customer', summary: 'A', returns, uses: [] } },
    });
    expect(() => functionsOf([below, accounts])).toThrow('accounts is not below it');
  });

  it('are for staff when the route is, and else for everybody', () => {
    expect(audienceOf({ auth: 'staff:support' })).toBe('staff');
    expect(audienceOf({ auth: 'visitor' })).toBe('public');
  });
});
