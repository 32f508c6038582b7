import { invalidCode } from '../accounts/contract.ts';
import { context } from '../kit/contract/contract.ts';
import * as z from 'zod/mini';
import { holdRoutes } from './specs/hold-routes.ts';
import { staffRoutes } from './specs/staff-routes.ts';
import * as schemas from './schemas.ts';
import { tables } from './specs/tables.ts';
import { erasing, exporting, keeping, showing } from './specs/uses.ts';

/** What a person may ask for: to see what is held, to take it away, to have it erased. */
export const privacy = context('privacy', {
  problems: {
    ...invalidCode,
    'no-account': { status: 409, title: 'This person has no account.' },
    'changed-meanwhile': { status: 409, title: 'Somebody changed it meanwhile; look again.' },
  },
  tables,
  routes: {
    ask: {
      at: 'POST /privacy-requests',
      auth: 'public',
      summary:
        'Ask by mail, without an account, for what is held or for its erasure; the link in the mail proves the address',
      body: schemas.RequestForm,
      returns: z.object({}),
      status: 202,
      uses: [
        'people.newPersonSealing',
        'people.mailboxHash',
        'mail.letterWrite',
        'secret:signing-keys',
        { requests: ['PutItem'] },
      ],
    },
    look: {
      at: 'GET /privacy-requests/confirm',
      auth: 'public',
      summary: 'Show the request of a link, as JSON or as a page; changes nothing',
      query: schemas.LinkQuery,
      returns: schemas.LinkView,
      problems: ['not-found'],
      uses: showing,
    },
    confirm: {
      at: 'POST /privacy-requests/confirm',
      auth: 'signed-link',
      summary: 'Confirm the request of a link: an export is shown, an erasure begins',
      query: schemas.LinkQuery,
      returns: schemas.LinkView,
      problems: ['not-found'],
      uses: [...showing, { requests: ['UpdateItem'] }],
    },
    askErasure: {
      at: 'POST /profile/erasure',
      auth: 'customer',
      states: ['deactivated'],
      summary: 'Ask for a code by mail, to erase the account and all that is held',
      returns: z.object({}),
      status: 202,
      uses: ['accounts.sendCode'],
    },
    eraseProfile: {
      at: 'DELETE /profile',
      auth: 'customer',
      states: ['deactivated'],
      summary: 'Erase the account and all that is held, with the code; says what the law keeps',
      body: z.strictObject({ code: z.string().check(z.regex(/^\d{8}$/)) }),
      returns: schemas.ErasureView,
      problems: ['invalid-code'],
      uses: [
        ...keeping,
        'accounts.prove',
        'accounts.endingWrite',
        'accounts.pauseWrites',
        'people.contactOf',
        { requests: ['PutItem'] },
      ],
    },
    exportProfile: {
      at: 'GET /profile/export',
      auth: 'customer',
      states: ['deactivated'],
      summary: 'Read everything that is held, as JSON or as a page, 25 orders at a time',
      query: schemas.PageQuery,
      returns: schemas.Export,
      uses: [...exporting, 'accounts.accountOf', 'accounts.personsOf', 'accounts.methodView'],
    },
    dueRequests: {
      at: 'GET /admin/privacy-requests',
      auth: 'staff:privacy',
      summary: 'List the requests that are not done with, the one that is due first before the others',
      returns: schemas.DueRequests,
      uses: [{ 'requests/due': ['Query'], requests: ['GetItem'] }],
    },
    ...staffRoutes,
    ...holdRoutes,
  },
  workers: {
    erase: {
      on: {
        stream: 'requests',
        where: [
          {
            eventName: ['INSERT', 'MODIFY'],
            dynamodb: { NewImage: { state: { S: ['confirmed'] }, kind: { S: ['erasure'] } } },
          },
        ],
      },
      summary: 'Erases what a confirmed request asks for',
      timeout: 120,
      uses: erasing,
    },
    sweep: {
      on: { every: '5 minutes' },
      summary: 'Goes on with requests, ends links that are over, and reminds the staff of what is due',
      timeout: 240,
      uses: [...erasing, { 'requests/due': ['Query'] }],
    },
    retain: {
      on: { every: '1440 minutes' },
      summary: 'Removes what has been kept for its time, and hashes look-ups anew after a rotation',
      timeout: 900,
      uses: [
        'people.journalFrom',
        'people.emailOf',
        'people.mailboxHash',
        'preferences.addressOf',
        'people.replayEntry',
        'people.personsFrom',
        'people.rehashLookups',
        'people.forgetWrites',
        ...keeping,
        'orders.ordersBefore',
        'orders.orderDeletion',
        'pins.pinDeletions',
        { progress: ['GetItem', 'PutItem'] },
      ],
    },
  },
});
