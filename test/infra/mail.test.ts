import { functionNamed } from './policies.ts';
import { ofType, templatesOf, textOf, type Json } from './templates.ts';

const { api } = templatesOf();

const sets = ofType(api, 'AWS::SES::ConfigurationSet').map(([, { Properties }]) => Properties);
const destinations = ofType(api, 'AWS::SES::ConfigurationSetEventDestination');
const [[topic = '', topicResource] = []] = ofType(api, 'AWS::SNS::Topic');
const policies = ofType(api, 'AWS::SNS::TopicPolicy');

describe('the two streams of mail', () => {
  it('are configuration sets; SES keeps no address of those to whom mail about an order bounced', () => {
    expect(sets.map(({ Name, SuppressionOptions }) => [Name, SuppressionOptions])).toEqual([
      ['candor-dev-mail', { SuppressedReasons: [] }],
      ['candor-dev-news', { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] }],
    ]);
    for (const { DeliveryOptions } of sets) expect(DeliveryOptions).toEqual({ TlsPolicy: 'REQUIRE' });
  });

  it('publish their events to the one topic: of news what went wrong, of other mail deliveries too', () => {
    const events = destinations.map(([, { Properties }]) => Properties['EventDestination'] as Json);
    expect(events.map(({ MatchingEventTypes }) => MatchingEventTypes)).toEqual([
      ['delivery', 'bounce', 'complaint'],
      ['bounce', 'complaint'],
    ]);
    for (const { SnsDestination, Enabled } of events) {
      expect(SnsDestination).toEqual({ TopicARN: { Ref: topic } });
      expect(Enabled).toBe(true);
    }
  });

  it('count opens and clicks nowhere', () => {
    expect(JSON.stringify(destinations)).not.toMatch(/open|click/i);
    expect(JSON.stringify(sets)).not.toMatch(/TrackingOptions|CustomRedirectDomain/);
  });
});

describe('the topic of mail events', () => {
  it('takes messages from SES alone, of this account and these configuration sets', () => {
    expect(topicResource?.Properties).toEqual({ TopicName: 'candor-dev-mail-events' });
    expect(policies).toHaveLength(1);
    const [[policyId = '', policy] = []] = policies;
    const { Statement } = policy?.Properties['PolicyDocument'] as { Statement: Json[] };
    const allowed = Statement.filter(({ Effect }) => Effect === 'Allow');
    expect(allowed.map(({ Principal, Action }) => [Principal, Action])).toEqual([
      [{ Service: 'ses.amazonaws.com' }, 'sns:Publish'],
    ]);
    const { StringEquals } = allowed[0]?.['Condition'] as { StringEquals: Json };
    expect(StringEquals['aws:SourceAccount']).toEqual({ Ref: 'AWS::AccountId' });
    expect((StringEquals['aws:SourceArn'] as unknown[]).map(textOf)).toEqual(
      ['mail', 'news'].map((set) => `arn:aws:ses:<AWS::Region>:<AWS::AccountId>:configuration-set/candor-dev-${set}`),
    );
    for (const [, destination] of destinations)
      expect((destination as unknown as Json)['DependsOn']).toContain(policyId);
  });

  it('runs the worker that hears of mails, and nothing else', () => {
    const [[, subscription] = []] = ofType(api, 'AWS::SNS::Subscription');
    expect(ofType(api, 'AWS::SNS::Subscription')).toHaveLength(1);
    const { id } = functionNamed(api, 'candor-dev-mail-events');
    expect(subscription?.Properties).toEqual({
      Protocol: 'lambda',
      TopicArn: { Ref: topic },
      Endpoint: { 'Fn::GetAtt': [id, 'Arn'] },
    });
    const permissions = ofType(api, 'AWS::Lambda::Permission').map(([, { Properties }]) => Properties);
    expect(permissions.filter(({ Principal }) => Principal === 'sns.amazonaws.com')).toEqual([
      {
        Action: 'lambda:InvokeFunction',
        FunctionName: { Ref: id },
        Principal: 'sns.amazonaws.com',
        SourceArn: { Ref: topic },
      },
    ]);
  });
});
