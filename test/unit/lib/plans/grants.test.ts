import { grantsOf, mailDomain, streamGrant, type Place } from '../../../../lib/plans/grants.ts';

const place: Place = {
  stage: 'dev',
  account: '123456789012',
  mailFrom: 'cards@dev.shop.example',
  newsFrom: 'cards@news.dev.shop.example',
  keyArn: 'arn:aws:kms:us-east-1:123456789012:key/1',
  poolArns: { customers: 'arn:pool/customers', staff: 'arn:pool/staff' },
};

describe('grants', () => {
  it.each([
    ['cart.carts', 'GetItem', 'dynamodb:GetItem', 'dynamodb:us-east-1:123456789012:table/candor-dev-cart-carts'],
    ['a.b/c', 'Query', 'dynamodb:Query', 'dynamodb:us-east-1:123456789012:table/candor-dev-a-b/index/c'],
    ['ssm:paypal', 'GetParameters', 'ssm:GetParameters', 'ssm:us-east-1:123456789012:parameter/candor/dev/paypal'],
    [
      'lambda:mail.sweep',
      'InvokeFunction',
      'lambda:InvokeFunction',
      'lambda:us-east-1:123456789012:function:candor-dev-mail-sweep',
    ],
  ])('for %s name the one resource', (need, action, allowed, resource) => {
    expect(grantsOf({ [need]: [action] }, place)).toEqual([{ actions: [allowed], resource: `arn:aws:${resource}` }]);
  });

  it("for a data key name the stage's key, and demand the purpose and just the two keys of the context", () => {
    expect(grantsOf({ 'kms:pins': ['Decrypt'] }, place)).toEqual([
      {
        actions: ['kms:Decrypt'],
        resource: 'arn:aws:kms:us-east-1:123456789012:key/1',
        conditions: {
          StringEquals: { 'kms:EncryptionContext:purpose': 'pins' },
          'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': ['purpose', 'subject'] },
          Null: { 'kms:EncryptionContext:subject': 'false' },
        },
      },
    ]);
  });

  it('for the sending identity name its domain and the one sender', () => {
    expect(grantsOf({ 'ses:identity': ['SendRawEmail'] }, place)).toEqual([
      {
        actions: ['ses:SendRawEmail'],
        resource: 'arn:aws:ses:us-east-1:123456789012:identity/dev.shop.example',
        conditions: { StringEquals: { 'ses:FromAddress': 'cards@dev.shop.example' } },
      },
    ]);
  });

  it('for the sending identity of a stage in the SES sandbox name every identity, and still the one sender', () => {
    expect(grantsOf({ 'ses:identity': ['SendRawEmail'] }, { ...place, sesSandbox: true })).toEqual([
      {
        actions: ['ses:SendRawEmail'],
        resource: 'arn:aws:ses:us-east-1:123456789012:identity/*',
        conditions: { StringEquals: { 'ses:FromAddress': 'cards@dev.shop.example' } },
      },
    ]);
  });

  it.each([
    ['ses:news-identity', 'identity/news.dev.shop.example', 'cards@news.dev.shop.example'],
    ['ses:news-set', 'configuration-set/candor-dev-news', 'cards@news.dev.shop.example'],
    ['ses:mail-set', 'configuration-set/candor-dev-mail', 'cards@dev.shop.example'],
  ])('for %s name that stream and its sender alone', (need, resource, sender) => {
    expect(grantsOf({ [need]: ['SendRawEmail'] }, place)).toEqual([
      {
        actions: ['ses:SendRawEmail'],
        resource: `arn:aws:ses:us-east-1:123456789012:${resource}`,
        conditions: { StringEquals: { 'ses:FromAddress': sender } },
      },
    ]);
  });

  it('for a user pool name that pool', () => {
    const needs = { 'cognito:customers': ['AdminDeleteUser'], 'cognito:staff': ['AdminInitiateAuth'] };
    expect(grantsOf(needs, place)).toEqual([
      { actions: ['cognito-idp:AdminDeleteUser'], resource: 'arn:pool/customers' },
      { actions: ['cognito-idp:AdminInitiateAuth'], resource: 'arn:pool/staff' },
    ]);
    expect(() => grantsOf({ 'cognito:guests': ['AdminDeleteUser'] }, place)).toThrow('there is no user pool guests');
  });

  it.each([
    { 'lambda:mail.*': ['InvokeFunction'] },
    { 'cart.carts': ['*'] },
    { 'cart.carts': ['Get*'] },
    { 'cart.*': ['GetItem'] },
  ])('refuse %j', (needs) => {
    expect(() => grantsOf(needs, place)).toThrow(/has a wildcard/);
  });

  it('of a stream reach that stream only', () => {
    expect(streamGrant('arn:stream').resource).toBe('arn:stream');
  });

  it('read the domain behind the last at sign', () => {
    expect(mailDomain('a@b.example')).toBe('b.example');
  });
});
