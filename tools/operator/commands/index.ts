import type { Command } from '../command.ts';
import { audit } from './audit.ts';
import { order, receipt, refund, replace } from './orders.ts';
import { disputes, dispute } from './disputes.ts';
import { held, hold, lift } from './holds.ts';
import { statement } from './statement.ts';
import { correct, erase, optOut, person, requests, revoke, suspend } from './people.ts';
import { pins, recall } from './pins.ts';
import { mail, replay } from './mail.ts';
import { products } from './products.ts';
import { stock } from './stock.ts';

/** Commands that are about the session itself; the program does them. */
const aboutSession = (words: string, about: string, takes?: Command['takes']): Command => ({
  words,
  about,
  ...(takes && { takes }),
  run: async () => true,
});

/** Every command, by its first word. */
export const commands: Readonly<Record<string, Command>> = {
  'sign-in': aboutSession('sign-in', 'sign in, with a code of your authenticator app where it is asked for', ['email']),
  'sign-out': aboutSession('sign-out', 'end the session here and at the shop'),
  products,
  pins,
  stock,
  recall,
  order,
  receipt,
  refund,
  replace,
  disputes,
  dispute,
  statement,
  person,
  correct,
  'opt-out': optOut,
  suspend,
  erase,
  requests,
  mail,
  replay,
  hold,
  held,
  lift,
  audit,
  revoke,
};
