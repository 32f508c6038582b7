export { sessionOf } from './session.ts';
export { accountOf, personsOf, type Account } from './account.ts';
export { joinWrite, endingWrite } from './changes.ts';
export { align } from './align.ts';
export { sendCode } from './letters.ts';
export { prove } from './confirm.ts';
export { mayOpen } from './domain/sign-in.ts';
