/** What finding out takes why somebody cannot be forgotten yet. */
export const keeping = ['orders.ordersOf', { holds: ['GetItem'] }] as const;

/** What erasing takes. */
export const erasing = [
  ...keeping,
  'orders.getOrder',
  'people.contactOf',
  'people.newPerson',
  'people.emailOf',
  'people.eraseWrites',
  'people.forgetWrites',
  'people.personsAt',
  'accounts.accountOf',
  'accounts.personsOf',
  'accounts.endingWrite',
  'accounts.pauseWrites',
  'accounts.removeMethodsOf',
  'people.mailboxHash',
  'preferences.optOut',
  { requests: ['GetItem', 'UpdateItem'], erasures: ['PutItem'] },
] as const;

/** What an export takes. */
export const exporting = [
  'people.mailboxHash',
  'preferences.addressOf',
  'people.contactOf',
  'orders.ordersOf',
  'orders.orderView',
  'mail.readLetters',
  'audit.accessesOf',
  { 'requests/byPerson': ['Query'], requests: ['GetItem'] },
] as const;

/** What showing the request of a link takes. */
export const showing = [
  ...exporting,
  'people.emailOf',
  'people.personsAt',
  'accounts.accountOf',
  'accounts.methodView',
  'secret:signing-keys',
] as const;
