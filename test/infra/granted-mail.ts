type Granted = { stream?: string; needs: Record<string, string> };

/** What every function may do that sends letters, written out. */
const sending = {
  'kms:contact': 'Decrypt',
  'mail-outbox': 'UpdateItem',
  'mail-rates': 'UpdateItem',
  'mail-switches': 'GetItem',
  'mail-texts': 'GetItem',
  'orders-orders': 'UpdateItem',
  'people-keys': 'GetItem',
  'people-persons': 'GetItem',
  'preferences-addresses': 'GetItem UpdateItem',
  'ses:identity': 'SendRawEmail',
  'ses:mail-set': 'SendRawEmail',
  'ses:news-identity': 'SendRawEmail',
  'ses:news-set': 'SendRawEmail',
  'ssm:address-keys': 'GetParameters',
  'ssm:signing-keys': 'GetParameters',
};

/** What each function of mail may do. */
export const grantedToMail: Record<string, Granted> = {
  'mail-deliver': { stream: 'mail-outbox', needs: sending },
  'mail-sweep': { needs: { ...sending, 'mail-outbox/waiting': 'Query' } },
  'mail-pace': {
    needs: {
      ...sending,
      'mail-pages': 'DeleteItem GetItem UpdateItem',
      'mail-pages/waiting': 'Query',
      'mail-switches': 'GetItem UpdateItem',
    },
  },
  'mail-events': {
    needs: {
      'mail-outbox': 'GetItem PutItem UpdateItem',
      'mail-rates': 'Query UpdateItem',
      'mail-switches': 'GetItem PutItem',
      'orders-orders': 'UpdateItem',
      'people-journal': 'PutItem',
      'preferences-addresses': 'GetItem UpdateItem',
      'ssm:address-keys': 'GetParameters',
    },
  },
};
