import type { PoolClient, UserPool } from '../cognito/pools.ts';
import type { Properties, Type } from './schemas.ts';

/** A resource as it was read. */
type Resolved<T extends Type> = { name: string; properties: Properties<T>; attribute: (name: string) => string };
type Pool = Resolved<'AWS::Cognito::UserPool'>;
type Client = Resolved<'AWS::Cognito::UserPoolClient'>;
type Group = Resolved<'AWS::Cognito::UserPoolGroup'>;

const unitSeconds = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };

const clientOf = ({ attribute, properties }: Client): PoolClient => {
  const { AccessToken, IdToken, RefreshToken } = properties.TokenValidityUnits;
  return {
    id: attribute('ClientId'),
    flows: properties.ExplicitAuthFlows,
    hasSecret: properties.GenerateSecret,
    hidesUsers: properties.PreventUserExistenceErrors === 'ENABLED',
    revokes: properties.EnableTokenRevocation,
    accessSeconds: properties.AccessTokenValidity * unitSeconds[AccessToken],
    idSeconds: properties.IdTokenValidity * unitSeconds[IdToken],
    refreshSeconds: properties.RefreshTokenValidity * unitSeconds[RefreshToken],
  };
};

/** Returns the user pools of a template, each with its clients and groups. */
export const userPoolsOf = (pools: readonly Pool[], clients: readonly Client[], groups: readonly Group[]): UserPool[] =>
  pools.map(({ name, attribute, properties }) => {
    const id = attribute('UserPoolId');
    const { PasswordPolicy: policy } = properties.Policies;
    const own = (each: Client | Group): boolean => each.properties.UserPoolId === id;
    return {
      id,
      name,
      policy: {
        minimumLength: policy.MinimumLength,
        lowercase: policy.RequireLowercase,
        uppercase: policy.RequireUppercase,
        numbers: policy.RequireNumbers,
        symbols: policy.RequireSymbols,
        temporaryDays: policy.TemporaryPasswordValidityDays,
      },
      mfa: properties.MfaConfiguration,
      verifiesAddresses: properties.UserAttributeUpdateSettings.AttributesRequireVerificationBeforeUpdate.length > 0,
      groups: groups.filter(own).map((group) => group.properties.GroupName),
      clients: clients.filter(own).map(clientOf),
    };
  });
