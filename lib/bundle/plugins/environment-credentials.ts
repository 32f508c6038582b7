import { fromEnv } from '@aws-sdk/credential-provider-env';

/**
 * Takes the place of `@aws-sdk/credential-provider-node` in bundles. Lambda puts the role's credentials into the environment,
 * so that the providers for profiles, SSO and instance metadata (135 KB a bundle) never have a turn.
 */
export const defaultProvider = () => fromEnv();
