/** What each function of subscriptions may do, written out. */
export const grantedToSubscriptions: Record<string, { stream?: string; needs: Record<string, string> }> = {
  'subscriptions-public': {
    needs: {
      'accounts-accounts': 'GetItem',
      'accounts-staff': 'GetItem',
      'kms:contact': 'Decrypt',
      'people-journal': 'PutItem',
      'people-keys': 'GetItem',
      'people-persons': 'GetItem',
      'preferences-addresses': 'GetItem UpdateItem',
      'ssm:address-keys': 'GetParameters',
      'ssm:identity': 'GetParameters',
    },
  },
  'subscriptions-staff': {
    needs: {
      'accounts-accounts': 'GetItem',
      'accounts-staff': 'GetItem',
      'mail-switches': 'GetItem PutItem',
      'people-journal': 'Scan',
      'people-persons': 'DeleteItem',
      'preferences-addresses': 'GetItem UpdateItem',
      'ssm:identity': 'GetParameters',
    },
  },
};
