const counted = ['secret:signing-keys', { limits: ['UpdateItem'] }] as const;
export const asking = [...counted, 'wake:accounts.enrol'] as const;

/** What sending a code or another letter about an account takes. */
export const writing = [
  'mail.letterWrite',
  'mail.sealForLetter',
  'secret:signing-keys',
  { codes: ['PutItem'] },
] as const;

const calling = ['secret:paypal', 'port:paypal'] as const;

/** What removing saved payment methods takes, here and at PayPal. */
export const removing = [
  'people.openFor',
  'paypal.removeFromVault',
  ...calling,
  {
    accounts: ['GetItem', 'UpdateItem'],
    methods: ['GetItem', 'UpdateItem', 'DeleteItem'],
  },
] as const;

/** What showing, or paying with, the saved payment method takes. */
export const opening = ['people.openFor', { accounts: ['GetItem'], methods: ['GetItem'] }] as const;

/** What dropping an account that was never confirmed takes. */
export const dropping = ['people.eraseWrites', 'identity.deleteUser', { accounts: ['GetItem', 'DeleteItem'] }] as const;

/** What bringing the user pool to what the row says takes. */
export const aligning = [
  'people.emailOf',
  'people.personsAt',
  'identity.signOutEverywhere',
  'identity.changeEmail',
  { accounts: ['GetItem', 'UpdateItem'], 'accounts/byPerson': ['Query'] },
] as const;

/** What saying yes or no to news takes. */
export const choosing = [
  'people.contactOf',
  'people.mailboxHash',
  'preferences.addressOf',
  'preferences.choiceWrites',
] as const;

/** What keeping a mailbox free of mail takes, or ending that. */
export const pausing = ['people.emailOf', 'people.mailboxHash', 'preferences.pauseWrite'] as const;

/** What a code is good for: one transaction, and then the user pool. */
export const proving = [
  ...aligning,
  ...counted,
  { codes: ['GetItem', 'UpdateItem'], accounts: ['GetItem', 'UpdateItem'] },
] as const;
