import { context } from '../kit/contract/contract.ts';
import { profileRoutes } from './specs/profile.ts';
import { signInRoutes } from './specs/sign-in.ts';
import { staffRoutes } from './specs/staff.ts';
import { tables } from './specs/tables.ts';
import { aligning, dropping, opening, pausing, proving, removing, writing } from './specs/uses.ts';

export { PaymentMethod } from './schemas.ts';

/** The refusal of a code, for the contracts of those who ask for one. */
export const invalidCode = {
  'invalid-code': { status: 422, title: 'This code is not valid; ask for another.' },
} as const;

/** Accounts of customers and of staff: who may come in, and what a customer sees of themselves. */
export const accounts = context('accounts', {
  problems: {
    'wrong-credentials': { status: 401, title: 'E-mail address and password do not open an account.' },
    ...invalidCode,
    'profile-changed': { status: 409, title: 'The profile changed meanwhile; look at it again.' },
    'too-many-requests': { status: 429, title: 'This was asked for too often; try again later.' },
  },
  tables,
  offers: {
    sessionOf: ['identity.accessTokenVerifier', { accounts: ['GetItem'], staff: ['GetItem'] }],
    accountOf: [{ 'accounts/byPerson': ['Query'], accounts: ['GetItem'] }],
    personsOf: [],
    joinWrite: [{ accounts: ['UpdateItem'] }],
    endingWrite: [{ accounts: ['UpdateItem'] }],
    pauseWrites: pausing,
    align: aligning,
    sendCode: writing,
    prove: proving,
    mayOpen: [],
    saveMethod: ['people.referenceHash', 'people.sealFor', ...removing, { methods: ['PutItem'] }],
    removeMethodsOf: [...removing, { 'accounts/byPerson': ['Query'], 'methods/byPerson': ['Query'] }],
    forgetMethod: ['paypal.isVaulted', ...removing],
    payableMethod: [{ accounts: ['GetItem'], methods: ['GetItem'] }],
    referenceOf: opening,
    methodView: opening,
    mayPaySaved: [],
  },
  routes: { ...signInRoutes, ...profileRoutes, ...staffRoutes },
  workers: {
    enrol: {
      on: { invoked: true },
      summary: 'Does what was asked for an address: an account, a code, a letter that says that it is known',
      timeout: 30,
      uses: [
        ...dropping,
        ...writing,
        'people.newPerson',
        'identity.findUser',
        'identity.createUser',
        'identity.setPassword',
        { accounts: ['PutItem'] },
      ],
    },
    sweep: {
      on: { every: '5 minutes' },
      summary:
        'Ends at the user pool and at PayPal what a request left undone, and drops accounts that were never confirmed',
      timeout: 240,
      uses: [...aligning, ...dropping, ...removing, { 'accounts/open': ['Query'], 'methods/open': ['Query'] }],
    },
  },
});
