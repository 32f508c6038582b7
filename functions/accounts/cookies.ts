import { daySeconds } from '../kit/value/time.ts';

/** The cookies with refresh tokens; nothing else ever holds one. A page of the shop and one of the console may be open at once. */
export const refreshCookies = { customers: '__Host-refresh', staff: '__Host-staff-refresh' } as const;

/** Seconds that a browser keeps a refresh token; the pool may end it earlier. */
const kept = { customers: 30 * daySeconds, staff: daySeconds / 2 } as const;

/** The cookie that tells the browser in which somebody signed up from any other. */
export const signUpCookieName = '__Host-sign-up';

const attributes = 'Path=/; Secure; HttpOnly; SameSite=Strict';

/** Returns the cookie that hands a refresh token to the browser: no script sees it, and no other site's page makes it go out. */
const refreshCookie = (pool: keyof typeof refreshCookies, token: string): string =>
  `${refreshCookies[pool]}=${token}; Max-Age=${kept[pool]}; ${attributes}`;

/** Returns the cookie that takes the refresh token out of the browser. */
export const noRefreshCookie = (pool: keyof typeof refreshCookies): string =>
  `${refreshCookies[pool]}=; Max-Age=0; ${attributes}`;

/** Returns the cookies that come with tokens: none when the refresh token goes on that the browser has. */
export const tokenCookies = (
  pool: keyof typeof refreshCookies,
  { refreshToken }: { refreshToken?: string | undefined },
): string[] => (refreshToken === undefined ? [] : [refreshCookie(pool, refreshToken)]);

/** Returns the cookie of a browser that signs up: a random id, without Max-Age, so that it ends with the browser. */
export const signUpCookie = (id: string): string => `${signUpCookieName}=${id}; ${attributes}`;

/** Returns the cookie that takes that one out of the browser. */
export const noSignUpCookie = `${signUpCookieName}=; Max-Age=0; ${attributes}`;
