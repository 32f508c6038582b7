import { ofType, templatesOf } from './templates.ts';

const stages = { prod: { origin: 'https://cards.shop.org', mailFrom: 'cards@shop.org' } };
const { data, api, dataIsProtected } = templatesOf({ stage: 'prod', stages });
const dev = templatesOf();

describe('the stage prod', () => {
  it('keeps logs for thirty days, all of them', () => {
    const groups = [...ofType(api, 'AWS::Logs::LogGroup'), ...ofType(data, 'AWS::Logs::LogGroup')];
    expect(groups).toHaveLength(ofType(dev.api, 'AWS::Logs::LogGroup').length);
    expect(groups.map(([, { Properties }]) => Properties['RetentionInDays'])).toEqual(groups.map(() => 30));
  });

  it('protects what is kept: the stack, and every table in it', () => {
    expect(dataIsProtected).toBe(true);
    const tables = ofType(data, 'AWS::DynamoDB::Table');
    expect(tables).toHaveLength(ofType(dev.data, 'AWS::DynamoDB::Table').length);
    for (const [, table] of tables)
      expect(table).toMatchObject({
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
        Properties: { DeletionProtectionEnabled: true },
      });
  });

  it('takes two hundred requests a second, four hundred at once', () => {
    expect(ofType(api, 'AWS::ApiGatewayV2::Stage').map(([, { Properties }]) => Properties['DefaultRouteSettings'])).toEqual([
      { ThrottlingRateLimit: 200, ThrottlingBurstLimit: 400 },
    ]); // prettier-ignore
  });

  it('talks to the live PayPal and sends from its own address', () => {
    const functions = ofType(api, 'AWS::Lambda::Function');
    expect(functions.length).toBeGreaterThan(8);
    for (const [, { Properties }] of functions)
      expect(Properties['Environment']).toMatchObject({
        Variables: {
          STAGE: 'prod',
          ORIGIN: 'https://cards.shop.org',
          PAYPAL_API_BASE: 'https://api-m.paypal.com',
          MAIL_FROM: 'cards@shop.org',
        },
      });
    expect(ofType(data, 'AWS::SES::EmailIdentity').map(([, { Properties }]) => Properties)).toEqual([
      {
        EmailIdentity: 'shop.org',
        MailFromAttributes: { MailFromDomain: 'bounce.shop.org', BehaviorOnMxFailure: 'USE_DEFAULT_VALUE' },
      },
      {
        EmailIdentity: 'news.shop.org',
        MailFromAttributes: { MailFromDomain: 'bounce.news.shop.org', BehaviorOnMxFailure: 'USE_DEFAULT_VALUE' },
      },
    ]);
  });

  it('has every resource that dev has', () => {
    expect(Object.keys(data.Resources)).toEqual(Object.keys(dev.data.Resources));
    const kinds = (all: object) => Object.values(all as Record<string, { Type: string }>).map(({ Type }) => Type);
    expect(kinds(api.Resources)).toEqual(kinds(dev.api.Resources));
  });

  it('shares no name with another stage', () => {
    expect(JSON.stringify([data, api])).not.toMatch(/candor-dev|candor-local|dev\.shop|sandbox/);
  });
});
