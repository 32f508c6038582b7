import { grantsOf, mailDomain, streamGrant, type Place } from '../../../../lib/plans/grants.ts';

const place: Place = {
  stage: 'dev',
  account: '123456789012',
  mailFrom: 'cards@dev.shop.example',
  keyArn: (purpose) => `arn:aws:kms:us-east-1:123456789012:key/${purpose}`,
};

describe('grants', () => {
  it.each([
    ['cart.carts', 'GetItem', 'dynamodb:GetItem', 'dynamodb:us-east-1:123456789012:table/candor-dev-cart-carts'],
    ['a.b/c', 'Query', 'dynamodb:Query', 'dynamodb:us-east-1:123456789012:table/candor-dev-a-b/index/c'],
    ['ssm:paypal', 'GetParameters', 'ssm:GetParameters', 'ssm:us-east-1:123456789012:parameter/candor/dev/paypal'],
    ['kms:pins', 'Decrypt', 'kms:Decrypt', 'kms:us-east-1:123456789012:key/pins'],
    [
      'lambda:mail.sweep',
      'InvokeFunction',
      'lambda:InvokeFunction',
      'lambda:us-east-1:123456789012:function:candor-dev-mail-sweep',
    ],
  ])('for %s name the one resource', (need, action, allowed, resource) => {
    expect(grantsOf({ [need]: [action] }, place)).toEqual([{ actions: [allowed], resource: `arn:aws:${resource}` }]);
  });

  it('for the sending identity name its domain and the one sender', () => {
    expect(grantsOf({ 'ses:identity': ['SendRawEmail'] }, place)).toEqual([
      {
        actions: ['ses:SendRawEmail'],
        resource: 'arn:aws:ses:us-east-1:123456789012:identity/dev.shop.example',
        fromAddress: 'cards@dev.shop.example',
      },
    ]);
  });

  it('for the sending identity of a stage in the SES sandbox name every identity, and still the one sender', () => {
    expect(grantsOf({ 'ses:identity': ['SendRawEmail'] }, { ...place, sesSandbox: true })).toEqual([
      {
        actions: ['ses:SendRawEmail'],
        resource: 'arn:aws:ses:us-east-1:123456789012:identity/*',
        fromAddress: 'cards@dev.shop.example',
      },
    ]);
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
