import { CfnOutput, RemovalPolicy, type CfnResource, type Stack } from 'aws-cdk-lib';
import {
  CfnUserPool,
  CfnUserPoolClient,
  CfnUserPoolGroup,
  type CfnUserPoolClientProps,
  type CfnUserPoolProps,
} from 'aws-cdk-lib/aws-cognito';
import { CfnParameter } from 'aws-cdk-lib/aws-ssm';
import { passwordPolicy, type PoolName } from '../../functions/identity/contract.ts';
import { secretName } from '../../functions/kit/contract/names.ts';
import { staffGroups } from '../../functions/kit/contract/route.ts';
import { acknowledgePool } from '../acknowledgements.ts';
import { pascalCase, poolExport } from '../plans/tables.ts';
import type { Stage } from '../stages.ts';

const { minimumLength, lowercase, uppercase, digits, symbols } = passwordPolicy;

/** Days in which an invitation is taken up. */
const invitation = 3;

/**
 * What both pools have in common: an address is the name, accounts are made by the shop or by invitation alone, and nobody gets a
 * message from Cognito, which therefore recovers no account by itself.
 */
const common = (stage: Stage): CfnUserPoolProps => ({
  userPoolTier: 'LITE',
  usernameAttributes: ['email'],
  usernameConfiguration: { caseSensitive: false },
  adminCreateUserConfig: { allowAdminCreateUserOnly: true },
  accountRecoverySetting: { recoveryMechanisms: [{ name: 'admin_only', priority: 1 }] },
  policies: {
    passwordPolicy: {
      minimumLength,
      requireLowercase: lowercase,
      requireUppercase: uppercase,
      requireNumbers: digits,
      requireSymbols: symbols,
      temporaryPasswordValidityDays: invitation,
    },
  },
  deletionProtection: stage.terminationProtection ? 'ACTIVE' : 'INACTIVE',
});

/** An address counts only when it is verified, and a new one takes the old one's place only then. */
const customers = (stage: Stage): CfnUserPoolProps => ({
  ...common(stage),
  autoVerifiedAttributes: ['email'],
  userAttributeUpdateSettings: { attributesRequireVerificationBeforeUpdate: ['email'] },
  mfaConfiguration: 'OFF',
});

/** Staff show a code of an authenticator too; text messages, which can be intercepted, are no factor. */
const staff = (stage: Stage): CfnUserPoolProps => ({
  ...common(stage),
  mfaConfiguration: stage.secondFactorOptional ? 'OPTIONAL' : 'ON',
  enabledMfas: ['SOFTWARE_TOKEN_MFA'],
});

/** How long a sign-in lasts without being repeated: a month for a customer, a working day for staff. */
const lasting = {
  customers: { validity: 30, unit: 'days' },
  staff: { validity: 12, unit: 'hours' },
} as const;

/** Minutes: revoking a session takes effect at once in `serve`, and after this anywhere else. */
const tokenMinutes = 5;

/**
 * A confidential client for the shop's own functions: they sign in by the admin flow and refresh. A holder of an access token, who
 * can call Cognito too, may write nothing there that the shop reads.
 */
const client = (name: PoolName): Omit<CfnUserPoolClientProps, 'userPoolId'> => {
  const { validity, unit } = lasting[name];
  return {
    clientName: 'shop',
    generateSecret: true,
    explicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    supportedIdentityProviders: ['COGNITO'],
    preventUserExistenceErrors: 'ENABLED',
    enableTokenRevocation: true,
    accessTokenValidity: tokenMinutes,
    idTokenValidity: tokenMinutes,
    refreshTokenValidity: validity,
    tokenValidityUnits: { accessToken: 'minutes', idToken: 'minutes', refreshToken: unit },
    readAttributes: ['email', 'email_verified'],
    writeAttributes: ['locale'],
  };
};

/** Keeps a resource; what fails while it is made for the first time holds nobody yet, and would stand in the way of the next try. */
const kept = <R extends CfnResource>(resource: R): R => {
  resource.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
  return resource;
};

const withClient = (scope: Stack, stage: Stage, name: PoolName, props: CfnUserPoolProps) => {
  const id = pascalCase(name);
  const pool = kept(new CfnUserPool(scope, id, { userPoolName: `candor-${stage.name}-${name}`, ...props }));
  acknowledgePool(pool, name);
  new CfnOutput(scope, `${id}Arn`, { value: pool.attrArn, exportName: poolExport(stage.name, name) });
  const { ref } = kept(new CfnUserPoolClient(scope, `${id}Client`, { userPoolId: pool.ref, ...client(name) }));
  return { pool: pool.ref, client: ref };
};

/**
 * Adds the two user pools with a client of each, kept whatever happens to their stack. Their logical ids are their names: a new
 * one would be an empty pool. The ids that Cognito gives are written down in a parameter, where functions read them.
 */
export const userPools = (scope: Stack, stage: Stage): void => {
  const pools = {
    customers: withClient(scope, stage, 'customers', customers(stage)),
    staff: withClient(scope, stage, 'staff', staff(stage)),
  };
  for (const groupName of staffGroups)
    kept(new CfnUserPoolGroup(scope, pascalCase(`staff-${groupName}`), { userPoolId: pools.staff.pool, groupName }));
  const parameter = { name: secretName(stage.name, 'identity'), type: 'String', value: scope.toJsonString(pools) };
  kept(new CfnParameter(scope, 'Identity', parameter));
};
