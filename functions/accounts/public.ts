export { sessionOf } from './session.ts';
export { accountOf, type Account } from './account.ts';
export { joinWrite } from './changes.ts';
export { mayOpen } from './domain/sign-in.ts';
