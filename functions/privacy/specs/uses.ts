/** What erasing takes. */
export const erasing = [
  'people.emailOf',
  'people.eraseWrites',
  'people.forgetWrites',
  'people.personsAt',
  'orders.ordersOf',
  'accounts.accountOf',
  'accounts.personsOf',
  'accounts.endingWrite',
  'accounts.pauseWrites',
  'accounts.removeMethodsOf',
  'people.mailboxHash',
  'preferences.optOut',
  { requests: ['GetItem', 'UpdateItem'], erasures: ['PutItem'] },
] as const;

/** What showing all that is held takes. */
export const exporting = [
  'people.contactOf',
  'orders.ordersOf',
  'orders.orderView',
  'mail.readLetters',
  'audit.accessesOf',
  { 'requests/byPerson': ['Query'], requests: ['GetItem'] },
] as const;

/** What the link of a request takes. */
export const showing = [
  ...exporting,
  'people.emailOf',
  'people.personsAt',
  'accounts.accountOf',
  'accounts.methodView',
  'secret:signing-keys',
] as const;
