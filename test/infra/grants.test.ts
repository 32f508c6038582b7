import { granted } from './granted.ts';
import { functionNamed, pairsOf, statementsOfRole } from './policies.ts';
import { listOf, ofType, templatesOf, textOf } from './templates.ts';

const { data, api } = templatesOf();
const stages = { prod: { origin: 'https://cards.shop.org', mailFrom: 'cards@shop.org' } };
const { api: prod } = templatesOf({ stage: 'prod', stages });
const arn = (service: string, resource: string) => `arn:aws:${service}:us-east-1:<AWS::AccountId>:${resource}`;

/** The stage dev is in the SES sandbox, where SES may ask for the recipient's identity too. */
const anyIdentity = arn('ses', 'identity/*');

const pairOf = (resource: string, action: string): string => {
  if (resource.startsWith('ssm:')) return `ssm:${action} ${arn('ssm', `parameter/candor/dev/${resource.slice(4)}`)}`;
  if (resource.startsWith('kms:')) return `kms:${action} <import:candor-dev-key>`;
  if (resource.startsWith('cognito:')) return `cognito-idp:${action} <import:candor-dev-${resource.slice(8)}>`;
  if (resource.endsWith('identity') && resource.startsWith('ses:')) return `ses:${action} ${anyIdentity}`;
  if (resource.startsWith('ses:'))
    return `ses:${action} ${arn('ses', `configuration-set/candor-dev-${resource.slice(4, -4)}`)}`;
  if (resource.startsWith('lambda:'))
    return `lambda:${action} ${arn('lambda', `function:candor-dev-${resource.slice(7).replace('.', '-')}`)}`;
  const [table = '', index] = resource.split('/');
  return `dynamodb:${action} ${arn('dynamodb', `table/candor-dev-${table}${index === undefined ? '' : `/index/${index}`}`)}`;
};

const expected = Object.entries(granted).map(([name, { stream, needs }]) => ({
  name: `candor-dev-${name}`,
  stream,
  pairs: Object.entries(needs).flatMap(([resource, actions]) =>
    actions.split(' ').map((action) => pairOf(resource, action)),
  ),
}));
const [[queue = ''] = []] = ofType(api, 'AWS::SQS::Queue');
const streamActions = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'];

/** What Lambda itself needs around a function: its log, and for a stream worker the stream and the failure queue. */
const machinery = (logGroup: string, stream: string | undefined): string[] => [
  ...['logs:CreateLogStream', 'logs:PutLogEvents'].map((action) => `${action} <${logGroup}.Arn>`),
  ...(stream
    ? [
        ...streamActions.map((each) => `dynamodb:${each} <import:candor-dev-${stream}-stream>`),
        `sqs:SendMessage <${queue}.Arn>`,
      ]
    : []),
];

describe('grants', () => {
  it('exist for exactly these functions', () => {
    const names = ofType(api, 'AWS::Lambda::Function').map(([, { Properties }]) => Properties['FunctionName']);
    expect(names.sort()).toEqual(expected.map((each) => each.name).sort());
  });

  it.each(expected)('of $name are these, no more and no less', ({ name, pairs, stream }) => {
    const { role, logGroup } = functionNamed(api, name);
    const given = pairsOf(statementsOfRole(api, role));
    expect(new Set(given)).toEqual(new Set([...pairs, ...machinery(logGroup, stream)]));
    // Under two conditions: of each stream the sender's own address.
    const plain = given.filter((pair) => !pair.endsWith(anyIdentity));
    expect(plain).toHaveLength(new Set(plain).size);
  });

  it('belong to one function each: no role is shared and none is left over', () => {
    const roles = expected.map(({ name }) => functionNamed(api, name).role);
    expect(
      ofType(api, 'AWS::IAM::Role')
        .map(([id]) => id)
        .sort(),
    ).toEqual(roles.sort());
    expect(ofType(api, 'AWS::IAM::Policy')).toEqual([]);
    expect(ofType(api, 'AWS::IAM::ManagedPolicy')).toEqual([]);
  });

  it('hold no wildcard in an action or a resource, but for the identities of the SES sandbox', () => {
    const all = ofType(api, 'AWS::IAM::Role').flatMap(([id]) => pairsOf(statementsOfRole(api, id)));
    expect(all.length).toBeGreaterThan(50);
    const sending = `ses:SendRawEmail ${anyIdentity}`;
    // Three functions send, by two streams.
    expect(all.filter((pair) => pair.includes('*'))).toEqual(Array.from({ length: 6 }, () => sending));
  });

  it('name only tables, indexes, streams and keys that the data stack has', () => {
    const tables = ofType(data, 'AWS::DynamoDB::Table').flatMap(([, { Properties }]) => {
      const name = Properties['TableName'] as string;
      const indexes = (Properties['GlobalSecondaryIndexes'] ?? []) as { IndexName: string }[];
      return [name, ...indexes.map((index) => `${name}/index/${index.IndexName}`)];
    });
    const exports = Object.values(data.Outputs).flatMap((output) => {
      const exported = output['Export'] as { Name: string } | undefined;
      return exported ? [exported.Name] : [];
    });
    const named = expected.flatMap(({ name }) => pairsOf(statementsOfRole(api, functionNamed(api, name).role)));
    expect(named.filter((pair) => pair.includes(':table/')).length).toBeGreaterThan(20);
    expect(named.filter((pair) => pair.includes('<import:')).length).toBeGreaterThan(5);
    for (const pair of named) {
      const [, table] = /:table\/(.+)$/.exec(pair) ?? [];
      const [, imported] = /<import:(.+)>$/.exec(pair) ?? [];
      if (table) expect(tables).toContain(table);
      if (imported) expect(exports).toContain(imported);
    }
  });

  it('let a function use the key for the purposes that are written down for it, and with no other context', () => {
    for (const { name } of expected) {
      const { role } = functionNamed(api, name);
      const purposes = Object.keys(granted[name.replace('candor-dev-', '')]?.needs ?? {}).filter((each) =>
        each.startsWith('kms:'),
      );
      const onKey = statementsOfRole(api, role).filter(({ Action }) => JSON.stringify(Action).includes('kms:'));
      expect(onKey.map(({ Condition }) => Condition)).toEqual(
        purposes.map((purpose) => ({
          StringEquals: { 'kms:EncryptionContext:purpose': purpose.slice('kms:'.length) },
          'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': ['purpose', 'subject'] },
          Null: { 'kms:EncryptionContext:subject': 'false' },
        })),
      );
    }
  });

  it('let these functions start those, and no others', () => {
    const starts = expected.flatMap(({ name }) =>
      pairsOf(statementsOfRole(api, functionNamed(api, name).role))
        .filter((pair) => pair.startsWith('lambda:'))
        .map((pair) => `${name} ${pair}`),
    );
    const started = (worker: string) => `lambda:InvokeFunction ${arn('lambda', `function:candor-dev-${worker}`)}`;
    expect(starts.sort()).toEqual([
      `candor-dev-accounts-public ${started('accounts-enrol')}`,
      `candor-dev-checkout-public ${started('payments-charge')}`,
      `candor-dev-fulfilment-sweep ${started('mail-sweep')}`,
      `candor-dev-payments-staff ${started('payments-sweep')}`,
      `candor-dev-payments-sweep ${started('fulfilment-sweep')}`,
      `candor-dev-payments-sweep ${started('mail-sweep')}`,
    ]);
  });

  it.each([
    ['dev', api, 'dev.shop.example', [anyIdentity, anyIdentity]],
    ['prod', prod, 'shop.org', [arn('ses', 'identity/news.shop.org'), arn('ses', 'identity/shop.org')]],
  ])('let mail of the stage %s go out from one address of each stream only', (stage, template, domain, identities) => {
    const all = ofType(template, 'AWS::IAM::Role').flatMap(([id]) => statementsOfRole(template, id));
    const sending = all.filter(({ Action }) => JSON.stringify(Action).includes('ses:'));
    const [news, mail] = [`cards@news.${domain}`, `cards@${domain}`];
    const set = (stream: string) => arn('ses', `configuration-set/candor-${stage}-${stream}`);
    const found = sending.flatMap(({ Action, Resource, Condition }) =>
      listOf(Resource).map((resource) => [Action, textOf(resource), Condition]),
    );
    const from = (address: string) => ({ StringEquals: { 'ses:FromAddress': address } });
    const expectedOnce = [
      [identities[0], news],
      [set('news'), news],
      [identities[1], mail],
      [set('mail'), mail],
    ].map(([resource, address = '']) => ['ses:SendRawEmail', resource, from(address)]);
    expect(found).toHaveLength(12);
    for (const each of expectedOnce)
      expect(found.filter((one) => JSON.stringify(one) === JSON.stringify(each))).toHaveLength(3);
  });

  it('of production hold no wildcard at all', () => {
    const all = ofType(prod, 'AWS::IAM::Role').flatMap(([id]) => pairsOf(statementsOfRole(prod, id)));
    expect(all.length).toBeGreaterThan(50);
    expect(all.filter((pair) => pair.includes('*'))).toEqual([]);
  });
});
