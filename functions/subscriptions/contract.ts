import * as z from 'zod/mini';
import { context } from '../kit/contract/contract.ts';
import * as schemas from './schemas.ts';

/** Milliseconds that an opt-out may take: it waits for a sender, six seconds at most. */
const optOutDeadline = 9000;

const whose = ['people.emailOf', 'people.mailboxHash', 'preferences.addressOf'] as const;

/** What people agree to get by mail, and their no: in the profile, and by the links in mails. */
export const subscriptions = context('subscriptions', {
  problems: {
    'invalid-link': { status: 400, title: 'This link is not complete, or it is over.' },
    'preferences-changed': { status: 409, title: 'The preferences changed meanwhile; look at them again.' },
    'replay-first': {
      status: 409,
      title: 'Marketing is off because of a restore; apply the journal first (POST /admin/mail/replay).',
    },
    'text-changed': { status: 409, title: 'The text next to the choice changed; show the new one and ask again.' },
  },
  routes: {
    readPreferences: {
      at: 'GET /preferences',
      auth: 'customer',
      summary: 'Read what one gets by mail, what was said of it and when, and the text that a yes is a yes to',
      returns: schemas.Preferences,
      problems: ['not-found'],
      uses: whose,
    },
    changePreferences: {
      at: 'PUT /preferences',
      auth: 'customer',
      summary: 'Say yes or no to topics; a no is in force when this responds, a yes lifts an earlier opt-out',
      body: schemas.Choice,
      returns: schemas.Preferences,
      deadline: optOutDeadline,
      problems: ['not-found', 'preferences-changed', 'text-changed'],
      uses: [...whose, 'people.contactOf', 'preferences.consentWrite', 'preferences.optOut'],
    },
    lookAtLink: {
      at: 'GET /unsubscribe',
      auth: 'signed-link',
      summary: 'Show what the link would change, as JSON or as a page with a button; changes nothing',
      query: schemas.LinkQuery,
      returns: schemas.LinkView,
      problems: ['invalid-link'],
      uses: ['preferences.readOptOutToken', 'preferences.addressOf'],
    },
    unsubscribe: {
      at: 'POST /unsubscribe',
      auth: 'signed-link',
      summary: 'Opt out of everything, or of the topics named, with one click (RFC 8058); in force when this responds',
      query: schemas.LinkQuery,
      body: schemas.UnsubscribeForm,
      media: 'form',
      returns: schemas.LinkView,
      deadline: optOutDeadline,
      problems: ['invalid-link'],
      uses: ['preferences.readOptOutToken', 'preferences.addressOf', 'preferences.optOut'],
    },
    lookAtConfirmation: {
      at: 'GET /preferences/confirm',
      auth: 'signed-link',
      summary: 'Show what the link would confirm, as JSON or as a page with a button; changes nothing',
      query: schemas.LinkQuery,
      returns: schemas.ConfirmView,
      problems: ['invalid-link'],
      uses: ['preferences.readConfirmToken', 'preferences.addressOf'],
    },
    confirm: {
      at: 'POST /preferences/confirm',
      auth: 'signed-link',
      summary: 'Confirm the yes of an order form, where the law asks for a second step; a no that came since stays',
      query: schemas.LinkQuery,
      returns: schemas.ConfirmView,
      problems: ['invalid-link'],
      uses: ['preferences.readConfirmToken', 'preferences.addressOf', 'preferences.consentWrite'],
    },
    switchMail: {
      at: 'PUT /admin/mail',
      auth: 'staff:privacy',
      summary:
        'Switch marketing and one-time mail off, as before a table is restored, or on; after a restore the journal comes first',
      body: z.strictObject({ marketing: z.enum(['on', 'off']) }),
      returns: z.object({ marketing: z.enum(['on', 'off']) }),
      problems: ['replay-first'],
      uses: ['mail.mailSwitch', 'mail.switchMail'],
    },
    replay: {
      at: 'POST /admin/mail/replay',
      auth: 'staff:privacy',
      summary:
        'Apply the journal of refusals to a restored table, from the cursor on; at its end mail goes on that was off for it',
      body: z.strictObject({ cursor: z.optional(z.string().check(z.regex(/^[\w-]{1,200}$/))) }),
      returns: z.object({
        entries: z.int(),
        changed: z.int(),
        next: z.nullable(z.string()),
        marketing: z.enum(['on', 'off']),
      }),
      deadline: optOutDeadline,
      uses: [
        'people.journalFrom',
        'people.replayEntry',
        'preferences.replayRefusal',
        'mail.mailSwitch',
        'mail.switchMail',
      ],
    },
    privacyControl: {
      at: 'GET /.well-known/gpc.json',
      auth: 'public',
      summary: 'Say that Global Privacy Control is honoured: nothing is sold or shared, with the signal or without',
      returns: z.object({ gpc: z.literal(true), lastUpdate: z.string() }),
      uses: [],
    },
  },
});
