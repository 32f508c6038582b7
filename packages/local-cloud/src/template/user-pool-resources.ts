import { z } from 'zod';
import { flag, number, only, text } from './fields.ts';

const passwordPolicy = z.strictObject({
  MinimumLength: number.default(8),
  RequireLowercase: flag.default(false),
  RequireNumbers: flag.default(false),
  RequireSymbols: flag.default(false),
  RequireUppercase: flag.default(false),
  TemporaryPasswordValidityDays: number.default(7),
});
const unit = z.enum(['seconds', 'minutes', 'hours', 'days']);

/** The properties of user pools, their clients and groups that the local cloud acts on. */
export const userPoolResources = {
  'AWS::Cognito::UserPool': z.strictObject({
    AdminCreateUserConfig: z.strictObject({ AllowAdminCreateUserOnly: z.literal(true, 'only true is known') }),
    EnabledMfas: z.array(only('SOFTWARE_TOKEN_MFA')).default([]),
    MfaConfiguration: z.enum(['OFF', 'ON', 'OPTIONAL']).default('OFF'),
    Policies: z.strictObject({ PasswordPolicy: passwordPolicy }),
    UserAttributeUpdateSettings: z
      .strictObject({ AttributesRequireVerificationBeforeUpdate: z.array(only('email')) })
      .default({ AttributesRequireVerificationBeforeUpdate: [] }),
    UsernameAttributes: z.tuple([only('email')], 'only addresses are known as names'),
    UsernameConfiguration: z.strictObject({ CaseSensitive: z.literal(false, 'only false is known') }),
    UserPoolName: text,
  }),
  'AWS::Cognito::UserPoolClient': z.strictObject({
    AccessTokenValidity: number,
    EnableTokenRevocation: flag.default(true),
    ExplicitAuthFlows: z.array(z.enum(['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'])),
    GenerateSecret: flag.default(false),
    IdTokenValidity: number,
    PreventUserExistenceErrors: z.enum(['ENABLED', 'LEGACY']).default('LEGACY'),
    RefreshTokenValidity: number,
    TokenValidityUnits: z.strictObject({ AccessToken: unit, IdToken: unit, RefreshToken: unit }),
    UserPoolId: text,
  }),
  'AWS::Cognito::UserPoolGroup': z.strictObject({ GroupName: text, UserPoolId: text }),
};
