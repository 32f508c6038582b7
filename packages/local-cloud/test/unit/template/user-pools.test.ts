import type { Json } from '../../../src/template/assembly.ts';
import { cloudOf } from '../../../src/template/read.ts';
import { stackOf } from './stacks.ts';

const pool = {
  UserPoolName: 'shop-staff',
  UserPoolTier: 'LITE',
  UsernameAttributes: ['email'],
  UsernameConfiguration: { CaseSensitive: false },
  AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
  MfaConfiguration: 'ON',
  EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
  Policies: { PasswordPolicy: { MinimumLength: 12, RequireSymbols: true } },
};
const client = {
  UserPoolId: { Ref: 'Staff' },
  GenerateSecret: true,
  ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH'],
  PreventUserExistenceErrors: 'ENABLED',
  AccessTokenValidity: 5,
  IdTokenValidity: 1,
  RefreshTokenValidity: 12,
  TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'days', RefreshToken: 'hours' },
};
const read = (changed: { pool?: Json; client?: Json } = {}) =>
  cloudOf([
    stackOf({
      Staff: ['AWS::Cognito::UserPool', { ...pool, ...changed.pool }],
      Client: ['AWS::Cognito::UserPoolClient', { ...client, ...changed.client }],
      Support: ['AWS::Cognito::UserPoolGroup', { UserPoolId: { Ref: 'Staff' }, GroupName: 'support' }],
      Ids: [
        'AWS::SSM::Parameter',
        { Name: '/ids', Value: { 'Fn::Join': ['/', [{ Ref: 'Staff' }, { Ref: 'Client' }]] } },
      ],
    }),
  ]);

describe('a user pool of a template', () => {
  it('is read with its clients and groups, and has ids of the form that Cognito gives', () => {
    const { userPools, parameters } = read();
    expect(userPools).toEqual([
      {
        id: 'us-east-1_shopstaff',
        name: 'shop-staff',
        policy: {
          minimumLength: 12,
          lowercase: false,
          uppercase: false,
          numbers: false,
          symbols: true,
          temporaryDays: 7,
        },
        mfa: 'ON',
        verifiesAddresses: false,
        groups: ['support'],
        clients: [
          {
            id: 'shopclient',
            flows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH'],
            hasSecret: true,
            hidesUsers: true,
            revokes: true,
            accessSeconds: 300,
            idSeconds: 86_400,
            refreshSeconds: 43_200,
          },
        ],
      },
    ]);
    expect(parameters).toEqual({ '/ids': 'us-east-1_shopstaff/shopclient' });
  });

  it.each<[string, { pool?: Json; client?: Json }]>([
    ['the property RefreshTokenRotation of', { client: { RefreshTokenRotation: { Feature: 'ENABLED' } } }],
    ['the property LambdaConfig of', { pool: { LambdaConfig: {} } }],
    ['ExplicitAuthFlows', { client: { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] } }],
    ['only SOFTWARE_TOKEN_MFA is known', { pool: { EnabledMfas: ['SMS_MFA'] } }],
    ['only true is known', { pool: { AdminCreateUserConfig: { AllowAdminCreateUserOnly: false } } }],
  ])('is refused by name for what is not done here: %s', (said, changed) => {
    expect(() => read(changed)).toThrow(said);
  });
});
