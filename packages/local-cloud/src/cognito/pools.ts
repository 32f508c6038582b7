/** What a password of a pool has to have. */
export type PasswordPolicy = {
  minimumLength: number;
  lowercase: boolean;
  uppercase: boolean;
  numbers: boolean;
  symbols: boolean;
  temporaryDays: number;
};

/** A client of a pool, as the template has it; times in seconds. */
export type PoolClient = {
  id: string;
  flows: readonly string[];
  hasSecret: boolean;
  hidesUsers: boolean;
  revokes: boolean;
  accessSeconds: number;
  idSeconds: number;
  refreshSeconds: number;
};

/** A user pool whose names are e-mail addresses, as the template has it. */
export type UserPool = {
  id: string;
  /** Its name in the template, such as `candor-local-staff`. */
  name: string;
  policy: PasswordPolicy;
  mfa: 'OFF' | 'OPTIONAL' | 'ON';
  /** Whether a new address takes the old one's place only when it is verified. */
  verifiesAddresses: boolean;
  groups: readonly string[];
  clients: readonly PoolClient[];
};

/** Somebody who is there from the start, confirmed and with this password. */
export type ReadyUser = { pool: string; email: string; password: string; groups: readonly string[] };

/** The signs that Cognito counts as symbols; a blank inside counts too. */
const symbol = /[\^$*.[\]{}()?\-"!@#%&/\\,><':;|_~`+= ]/;

/** Returns whether a policy takes a password. */
export const takes = (policy: PasswordPolicy, password: string): boolean =>
  password.length >= policy.minimumLength &&
  password.length <= 256 &&
  /^\S(.*\S)?$/.test(password) &&
  (!policy.lowercase || /[a-z]/.test(password)) &&
  (!policy.uppercase || /[A-Z]/.test(password)) &&
  (!policy.numbers || /[0-9]/.test(password)) &&
  (!policy.symbols || symbol.test(password));
