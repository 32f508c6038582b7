export { accessTokenVerifier, type AccessToken, type AccessTokenVerifier } from './access-token.ts';
