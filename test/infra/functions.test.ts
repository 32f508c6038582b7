import { functionNamed } from './policies.ts';
import { ofType, templatesOf } from './templates.ts';

const { data, api } = templatesOf();
const [[topic = ''] = []] = ofType(api, 'AWS::SNS::Topic');
const functions = ofType(api, 'AWS::Lambda::Function').map(([id, { Properties }]) => ({
  id,
  name: Properties['FunctionName'] as string,
  properties: Properties,
}));

describe('functions', () => {
  it.each(functions)('$name runs lean on Node 24 and ARM', ({ properties }) => {
    expect(properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: 512,
      Handler: 'index.handler',
    });
    expect(properties).not.toHaveProperty('ReservedConcurrentExecutions');
    expect(properties).not.toHaveProperty('TracingConfig');
  });

  it('are these, with these seconds to take', () => {
    expect(Object.fromEntries(functions.map(({ name, properties }) => [name, properties['Timeout']]))).toEqual({
      'candor-dev-accounts-enrol': 30,
      'candor-dev-accounts-public': 10,
      'candor-dev-accounts-staff': 10,
      'candor-dev-accounts-sweep': 240,
      'candor-dev-audit-sequence': 120,
      'candor-dev-cart-public': 10,
      'candor-dev-catalogue-public': 10,
      'candor-dev-catalogue-staff': 10,
      'candor-dev-checkout-public': 10,
      'candor-dev-fulfilment-confirm': 30,
      'candor-dev-fulfilment-fulfil': 30,
      'candor-dev-fulfilment-public': 10,
      'candor-dev-fulfilment-staff': 10,
      'candor-dev-fulfilment-sweep': 240,
      'candor-dev-mail-deliver': 60,
      'candor-dev-mail-events': 60,
      'candor-dev-mail-pace': 120,
      'candor-dev-mail-sweep': 240,
      'candor-dev-meta-public': 10,
      'candor-dev-payments-charge': 60,
      'candor-dev-payments-public': 10,
      'candor-dev-payments-reconcile': 900,
      'candor-dev-payments-refund': 60,
      'candor-dev-payments-settle': 60,
      'candor-dev-payments-staff': 10,
      'candor-dev-payments-sweep': 240,
      'candor-dev-privacy-erase': 120,
      'candor-dev-privacy-public': 10,
      'candor-dev-privacy-retain': 900,
      'candor-dev-privacy-staff': 10,
      'candor-dev-privacy-sweep': 240,
      'candor-dev-subscriptions-public': 10,
      'candor-dev-subscriptions-staff': 10,
    });
  });

  /** What functions are told that send mail. */
  const ofMail = { NEWS_FROM: 'cards@news.dev.shop.example', SEND_RATE: '14' };
  const mailing = ['candor-dev-mail-deliver', 'candor-dev-mail-sweep', 'candor-dev-mail-pace'];

  it.each(functions)('$name knows the settings of the stage and no secret', ({ name, properties }) => {
    expect(properties['Environment']).toEqual({
      Variables: {
        STAGE: 'dev',
        ORIGIN: 'https://dev.shop.example',
        PAYPAL_API_BASE: 'https://api-m.sandbox.paypal.com',
        MAIL_FROM: 'cards@dev.shop.example',
        VERSION: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string,
        HOME_COUNTRY: 'US',
        ...(mailing.includes(name) && ofMail),
        ...(name === 'candor-dev-mail-events' && { TOPIC_ARN: { Ref: topic } }),
      },
    });
  });

  it.each(functions)('$name writes into a log group of its own, which forgets', ({ name }) => {
    const { logGroup } = functionNamed(api, name);
    expect(api.Resources[logGroup]?.Properties).toEqual({ LogGroupName: `/aws/lambda/${name}`, RetentionInDays: 14 });
  });
});

describe('templates', () => {
  it('give every log group a retention', () => {
    const groups = [...ofType(api, 'AWS::Logs::LogGroup'), ...ofType(data, 'AWS::Logs::LogGroup')];
    expect(groups).toHaveLength(functions.length + 1);
    expect(groups.filter(([, { Properties }]) => !Properties['RetentionInDays'])).toEqual([]);
  });

  it('hold no secret: no parameter value, no secret store, nothing that looks like a key', () => {
    const all = [data, api];
    const parameters = all.flatMap((each) => ofType(each, 'AWS::SSM::Parameter'));
    expect(parameters.map(([, { Properties }]) => Properties['Name'])).toEqual(['/candor/dev/identity']);
    expect(all.flatMap((each) => ofType(each, 'AWS::SecretsManager::Secret'))).toEqual([]);
    const named =
      /"PasswordPolicy"|TemporaryPasswordValidityDays|ALLOW_ADMIN_USER_PASSWORD_AUTH|AdminSetUserPassword|account\/?password/gi;
    const text = JSON.stringify(all).replace(named, '');
    expect(text).not.toMatch(/client_?secret|password|private_?key|-----BEGIN|\bAKIA[A-Z0-9]{16}\b|resolve:ssm/i);
  });
});
