import { TemplateError } from '../../../src/template/assembly.ts';
import { resolvedIn, stackOf, type Resources } from './stacks.ts';

const orders = {
  Orders: ['AWS::DynamoDB::Table', { TableName: 'shop-orders', BillingMode: 'PAY_PER_REQUEST' }],
  Letters: ['AWS::SQS::Queue'],
  Fulfil: ['AWS::Lambda::Function', { FunctionName: 'shop-fulfil' }],
  Purpose: ['AWS::KMS::Key'],
  Role: ['AWS::IAM::Role'],
} satisfies Resources;

const arn = (rest: string): string => `arn:aws:${rest}`;

describe('an intrinsic function resolves to what CloudFormation would put there', () => {
  const cases: [string, unknown, unknown][] = [
    ['Ref to a table is its name', { Ref: 'Orders' }, 'shop-orders'],
    ['Ref to a resource without a name of its own is made from stack and logical id', { Ref: 'Role' }, 'shop-Role'],
    ['Ref to a queue is its address', { Ref: 'Letters' }, 'https://sqs.us-east-1.amazonaws.com/000000000000/shop-Letters'],
    ['Ref to the region', { Ref: 'AWS::Region' }, 'us-east-1'],
    ['Ref to the account', { Ref: 'AWS::AccountId' }, '000000000000'],
    ['Ref to the partition', { Ref: 'AWS::Partition' }, 'aws'],
    ['Ref to the suffix', { Ref: 'AWS::URLSuffix' }, 'amazonaws.com'],
    ['Ref to the stack', { Ref: 'AWS::StackName' }, 'shop'],
    ['GetAtt of a table', { 'Fn::GetAtt': ['Orders', 'Arn'] }, arn('dynamodb:us-east-1:000000000000:table/shop-orders')],
    ['GetAtt of a queue', { 'Fn::GetAtt': ['Letters', 'Arn'] }, arn('sqs:us-east-1:000000000000:shop-Letters')],
    ['GetAtt of a key', { 'Fn::GetAtt': ['Purpose', 'Arn'] }, arn('kms:us-east-1:000000000000:key/shop-Purpose')],
    ['GetAtt of a role', { 'Fn::GetAtt': ['Role', 'Arn'] }, arn('iam::000000000000:role/shop-Role')],
    ['GetAtt of a function', { 'Fn::GetAtt': ['Fulfil', 'Arn'] }, arn('lambda:us-east-1:000000000000:function:shop-fulfil')],
    ['Join', { 'Fn::Join': ['/', ['integrations', { Ref: 'Role' }]] }, 'integrations/shop-Role'],
    ['Sub with references', { 'Fn::Sub': '${AWS::Region}:${Orders}' }, 'us-east-1:shop-orders'],
    ['an object that is no intrinsic stays', { Ref: 'Orders', Other: [{ Ref: 'Orders' }] }, { Ref: 'Orders', Other: ['shop-orders'] }],
  ]; // prettier-ignore
  it.each(cases)('%s', (_name, value, expected) => {
    expect(resolvedIn(value, orders)).toEqual(expected);
  });
});

describe('a reference into another stack', () => {
  const data = stackOf(orders, {
    name: 'data',
    outputs: {
      Stream: { Value: { 'Fn::GetAtt': ['Orders', 'StreamArn'] }, Export: { Name: { 'Fn::Sub': '${AWS::StackName}:stream' } } },
    },
  }); // prettier-ignore
  const stream = arn('dynamodb:us-east-1:000000000000:table/shop-orders/stream/local');

  it('is found by the name of its export', () => {
    expect(resolvedIn({ 'Fn::ImportValue': 'data:stream' }, {}, [data])).toBe(stream);
  });
  it('is refused by name when no stack offers it', () => {
    const value = { 'Fn::ImportValue': 'data:missing' };
    expect(() => resolvedIn(value, {}, [data])).toThrow('shop/Probe.Value: no stack has the output data:missing');
  });
});

describe('what is not understood is refused by place and name', () => {
  const cases: [string, unknown, string][] = [
    ['a condition', { 'Fn::If': ['Live', 1, 2] }, 'the intrinsic function Fn::If is unknown'],
    ['an intrinsic', { 'Fn::Base64': 'x' }, 'shop/Probe.Value: the intrinsic function Fn::Base64 is unknown'],
    ['an intrinsic deep inside', { a: [{ 'Fn::Cidr': [] }] }, 'shop/Probe.Value.a: the intrinsic function Fn::Cidr'],
    ['an intrinsic named like an object method', { 'Fn::toString': 1 }, 'the intrinsic function Fn::toString'],
    ['a reference to nothing', { Ref: 'Nobody' }, 'Ref to Nobody'],
    ['an attribute', { 'Fn::GetAtt': ['Orders', 'Size'] }, 'shop/Orders: the attribute Size of AWS::DynamoDB::Table'],
  ];
  it.each(cases)('%s', (_name, value, sentence) => {
    const resolving = (): unknown => resolvedIn(value, orders);
    expect(resolving).toThrow(TemplateError);
    expect(resolving).toThrow(sentence);
  });
});
