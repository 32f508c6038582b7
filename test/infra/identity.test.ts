import { ofType, templatesOf, textOf, type Json, type Template } from './templates.ts';

const stages = { prod: { origin: 'https://cards.shop.org', mailFrom: 'cards@shop.org' } };
const local = { origin: 'http://127.0.0.1:3000', paypalApiBase: 'http://127.0.0.1:3002', mailFrom: 'a@shop.localhost' };
const { data: dev } = templatesOf();
const { data: prod } = templatesOf({ stage: 'prod', stages });
const { data: onOneMachine } = templatesOf({ stage: 'local', ...local });

const of = (template: Template, id: string): Json => template.Resources[id]?.Properties ?? {};

/** Written out: what of both pools is the same. */
const common = {
  UserPoolTier: 'LITE',
  UsernameAttributes: ['email'],
  UsernameConfiguration: { CaseSensitive: false },
  AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
  AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'admin_only', Priority: 1 }] },
  Policies: {
    PasswordPolicy: {
      MinimumLength: 12,
      RequireLowercase: true,
      RequireUppercase: true,
      RequireNumbers: true,
      RequireSymbols: true,
      TemporaryPasswordValidityDays: 3,
    },
  },
  DeletionProtection: 'ACTIVE',
};

const client = {
  ClientName: 'shop',
  GenerateSecret: true,
  ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  SupportedIdentityProviders: ['COGNITO'],
  PreventUserExistenceErrors: 'ENABLED',
  EnableTokenRevocation: true,
  AccessTokenValidity: 5,
  IdTokenValidity: 5,
  ReadAttributes: ['email', 'email_verified'],
  WriteAttributes: ['locale'],
};

describe.each([
  ['dev', dev],
  ['prod', prod],
])('the user pools of %s', (stage, template) => {
  it('are two, so that a token of a customer is never one of staff', () => {
    const ids = ofType(template, 'AWS::Cognito::UserPool').map(([id]) => id);
    expect(ids.sort()).toEqual(['Customers', 'Staff']);
  });

  it('let customers be made by the shop alone, with an address that has to be verified before it counts', () => {
    expect(of(template, 'Customers')).toEqual({
      ...common,
      UserPoolName: `candor-${stage}-customers`,
      AutoVerifiedAttributes: ['email'],
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
      MfaConfiguration: 'OFF',
    });
  });

  it('let staff in by invitation alone, and never without a code of an authenticator', () => {
    expect(of(template, 'Staff')).toEqual({
      ...common,
      UserPoolName: `candor-${stage}-staff`,
      MfaConfiguration: 'ON',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
    });
  });

  it('send no message themselves and run no code of ours: neither mail, nor SMS, nor a trigger', () => {
    for (const [, { Properties }] of ofType(template, 'AWS::Cognito::UserPool'))
      for (const name of ['EmailConfiguration', 'SmsConfiguration', 'LambdaConfig'])
        expect(Properties).not.toHaveProperty(name);
  });

  it('have no page of Cognito’s for signing in', () => {
    expect(ofType(template, 'AWS::Cognito::UserPoolDomain')).toEqual([]);
  });
});

describe('the clients of the user pools', () => {
  it('are confidential and take the admin flow and refreshing, with access tokens of five minutes', () => {
    expect(of(dev, 'CustomersClient')).toEqual({
      ...client,
      UserPoolId: { Ref: 'Customers' },
      RefreshTokenValidity: 30,
      TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'days' },
    });
  });

  it('let staff stay signed in for a working day', () => {
    expect(of(dev, 'StaffClient')).toEqual({
      ...client,
      UserPoolId: { Ref: 'Staff' },
      RefreshTokenValidity: 12,
      TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'hours' },
    });
  });

  it('are one a pool', () => {
    expect(ofType(dev, 'AWS::Cognito::UserPoolClient')).toHaveLength(2);
  });
});

describe('the groups of staff', () => {
  it('are these five, of the pool of staff', () => {
    const groups = ofType(dev, 'AWS::Cognito::UserPoolGroup').map(([, { Properties }]) => Properties);
    expect(groups.map((each) => each['GroupName'])).toEqual(['support', 'fulfilment', 'marketing', 'privacy', 'admin']);
    for (const each of groups) expect(each['UserPoolId']).toEqual({ Ref: 'Staff' });
  });
});

describe('the ids of pools and clients', () => {
  it('are written down in a parameter, where functions read them', () => {
    const { Name, Type, Value } = of(dev, 'Identity');
    expect([Name, Type]).toEqual(['/candor/dev/identity', 'String']);
    expect(JSON.parse(textOf(Value))).toEqual({
      customers: { pool: '<Customers>', client: '<CustomersClient>' },
      staff: { pool: '<Staff>', client: '<StaffClient>' },
    });
  });
});

describe('the user pools of one machine', () => {
  it('differ in that staff may have no second factor, and in that they may be deleted', () => {
    expect(of(onOneMachine, 'Staff')).toEqual({
      ...of(dev, 'Staff'),
      UserPoolName: 'candor-local-staff',
      MfaConfiguration: 'OPTIONAL',
      DeletionProtection: 'INACTIVE',
    });
  });
});
