import { setPassword } from '../identity/public.ts';
import type { Routes } from '../kit/http/types.ts';
import { isRefusal, refuse } from '../kit/value/result.ts';
import { addressOf, ask, type RoutePorts } from './ask.ts';
import type { Account } from './account.ts';
import { endingWrite } from './changes.ts';
import { prove } from './confirm.ts';
import type { accounts } from './contract.ts';
import { noSignUpCookie, signUpCookie, signUpCookieName, tokenCookies } from './cookies.ts';
import { customerRoutes } from './customer-routes.ts';
import { inStep } from './in-step.ts';
import { attemptOf, isOwnAttempt } from './attempt.ts';
import { count } from './limits.ts';
import { choiceAtSignUp } from './preferences.ts';
import { refreshed, signedOut } from './sign-in/refresh.ts';
import { signIn } from './sign-in/sign-in.ts';
import { answerOf, staffResponse, staffSignIn } from './sign-in/staff.ts';

const done = { body: {} };

/** Whoever wants in, back in or out. What is said of an address is the same whether or not it is known. */
export const routes: Routes<typeof accounts, RoutePorts> = {
  signUp: async ({ body, cookies }, ports) => {
    const browser = cookies[signUpCookieName] ?? ports.newId();
    const attempt = await attemptOf(addressOf(body.email), browser, ports);
    await ask('sign-up', { kind: 'sign-up', request: ports.newId(), attempt, ...body }, ports);
    return { ...done, cookies: [signUpCookie(browser)] };
  },

  confirm: ({ body: { email, code }, cookies, isFromBrowser }, ports) =>
    inStep(async () => {
      const subject = addressOf(email);
      if (!(await count('confirm', subject, ports))) return refuse('invalid-code');
      const shown = { browser: cookies[signUpCookieName], isFromBrowser };
      const writes = async (_: unknown, account: Account) =>
        (await isOwnAttempt(subject, account, shown, ports))
          ? [
              endingWrite({ id: account.id, at: ports.now(), to: 'active' }, ports),
              ...(await choiceAtSignUp(account, ports)),
            ]
          : undefined;
      const proven = await prove({ purpose: 'confirm', subject }, code, { writes }, ports);
      return isRefusal(proven) ? proven : { ...done, cookies: [noSignUpCookie] };
    }, ports),

  resend: async ({ body: { email } }, ports) => {
    await ask('resend', { kind: 'resend', request: ports.newId(), email }, ports);
    return done;
  },

  signIn: ({ body: { email, password } }, ports) =>
    inStep(async () => {
      const tokens = await signIn({ email: addressOf(email), password }, ports);
      if (!tokens) return refuse('wrong-credentials');
      const { accessToken, expiresIn } = tokens;
      return { body: { accessToken, expiresIn }, cookies: tokenCookies('customers', tokens) };
    }, ports),

  refresh: ({ cookies }, ports) => refreshed('customers', cookies, ports),

  signOut: ({ cookies }, ports) => signedOut('customers', cookies, ports),

  forgot: async ({ body: { email } }, ports) => {
    await ask('forgot', { kind: 'forgot', request: ports.newId(), email }, ports);
    return done;
  },

  reset: ({ body: { email, code, password } }, ports) =>
    inStep(async () => {
      const subject = addressOf(email);
      if (!(await count('reset', subject, ports))) return refuse('invalid-code');
      const then = async ({ id }: Account) => {
        if (isRefusal(await setPassword(id, password, ports)))
          throw new Error('a password that the contract took was refused');
      };
      const writes = (_: unknown, { id }: Account) => [endingWrite({ id, at: ports.now() }, ports)];
      const proven = await prove({ purpose: 'reset', subject }, code, { writes, then }, ports);
      return isRefusal(proven) || proven.again ? refuse('invalid-code') : done;
    }, ports),

  ...customerRoutes,

  staffSignIn: ({ body: { email, password } }, ports) =>
    inStep(async () => {
      const found = await staffSignIn({ email: addressOf(email), password }, ports);
      return found ? answerOf(found) : refuse('wrong-credentials');
    }, ports),

  staffChallenge: ({ body }, ports) =>
    inStep(async () => {
      const found = await staffResponse(body, ports);
      return found ? answerOf(found) : refuse('wrong-credentials');
    }, ports),

  staffRefresh: ({ cookies }, ports) => refreshed('staff', cookies, ports),

  staffSignOut: ({ cookies }, ports) => signedOut('staff', cookies, ports),
};
