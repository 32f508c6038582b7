/** What each function may do, written out: a contract that asks for too much changes this page. Tables have their names in a stage. */
export const granted: Record<string, { stream?: string; needs: Record<string, string> }> = {
  'audit-sequence': {
    needs: {
      'audit-accesses': 'BatchGetItem UpdateItem',
      'audit-accesses/waiting': 'Query',
      'audit-heads': 'GetItem PutItem UpdateItem',
      'audit-leaves': 'PutItem',
      'ssm:audit-log-key': 'GetParameters',
    },
  },
  'mail-deliver': {
    stream: 'mail-outbox',
    needs: {
      'kms:contact': 'Decrypt',
      'mail-outbox': 'UpdateItem',
      'people-keys': 'GetItem',
      'people-persons': 'GetItem',
      'ses:identity': 'SendRawEmail',
      'ssm:signing-keys': 'GetParameters',
    },
  },
  'mail-sweep': {
    needs: {
      'kms:contact': 'Decrypt',
      'mail-outbox': 'UpdateItem',
      'mail-outbox/waiting': 'Query',
      'people-keys': 'GetItem',
      'people-persons': 'GetItem',
      'ses:identity': 'SendRawEmail',
      'ssm:signing-keys': 'GetParameters',
    },
  },
  'catalogue-public': {
    needs: {
      'catalogue-products': 'GetItem Query',
      'pins-pins/free': 'Query',
    },
  },
  'catalogue-staff': {
    needs: {
      'accounts-accounts': 'GetItem',
      'accounts-staff': 'GetItem',
      'catalogue-products': 'GetItem PutItem Query',
      'kms:pins': 'Decrypt GenerateDataKey',
      'pins-keys': 'GetItem PutItem',
      'pins-pins': 'PutItem',
      'pins-pins/free': 'Query',
      'ssm:identity': 'GetParameters',
      'ssm:lookup-keys': 'GetParameters',
    },
  },
  'cart-public': {
    needs: {
      'accounts-accounts': 'GetItem',
      'accounts-staff': 'GetItem',
      'cart-carts': 'GetItem PutItem UpdateItem',
      'catalogue-products': 'GetItem',
      'ssm:identity': 'GetParameters',
    },
  },
  'fulfilment-public': {
    needs: {
      'accounts-accounts': 'GetItem',
      'accounts-staff': 'GetItem',
      'kms:pins': 'Decrypt',
      'orders-orders': 'GetItem',
      'pins-holds': 'GetItem',
      'pins-keys': 'BatchGetItem',
      'pins-pins': 'BatchGetItem',
      'ssm:identity': 'GetParameters',
      'ssm:signing-keys': 'GetParameters',
    },
  },
  'fulfilment-staff': {
    needs: {
      'accounts-accounts': 'GetItem',
      'accounts-staff': 'GetItem',
      'audit-accesses': 'PutItem',
      'mail-outbox': 'PutItem',
      'orders-orders': 'GetItem',
      'ssm:identity': 'GetParameters',
    },
  },
  'fulfilment-fulfil': {
    stream: 'orders-orders',
    needs: {
      'cart-carts': 'GetItem UpdateItem',
      'mail-outbox': 'PutItem',
      'orders-orders': 'GetItem UpdateItem',
    },
  },
  'fulfilment-sweep': {
    needs: {
      'cart-carts': 'GetItem UpdateItem',
      'lambda:mail.sweep': 'InvokeFunction',
      'mail-outbox': 'PutItem',
      'orders-orders': 'GetItem UpdateItem',
      'orders-orders/open': 'Query',
    },
  },
  'checkout-public': {
    needs: {
      'accounts-accounts': 'GetItem',
      'accounts-staff': 'GetItem',
      'cart-carts': 'BatchGetItem UpdateItem',
      'catalogue-products': 'BatchGetItem',
      'checkout-requests': 'BatchGetItem PutItem',
      'kms:contact': 'GenerateDataKey',
      'orders-orders': 'GetItem PutItem UpdateItem',
      'people-keys': 'PutItem',
      'people-persons': 'PutItem',
      'pins-pins/free': 'Query',
      'ssm:identity': 'GetParameters',
      'ssm:paypal': 'GetParameters',
      'ssm:person-lookup-keys': 'GetParameters',
      'ssm:signing-keys': 'GetParameters',
    },
  },
  'payments-public': {
    needs: {
      'orders-orders': 'GetItem',
      'payments-events': 'GetItem PutItem UpdateItem',
      'ssm:paypal': 'GetParameters',
    },
  },
  'payments-settle': {
    stream: 'payments-events',
    needs: {
      'cart-carts': 'GetItem UpdateItem',
      'mail-outbox': 'PutItem',
      'orders-orders': 'GetItem UpdateItem',
      'orders-orders/byCapture': 'Query',
      'orders-orders/byPaypalOrder': 'Query',
      'payments-events': 'UpdateItem',
      'pins-holds': 'DeleteItem GetItem PutItem',
      'pins-pins': 'UpdateItem',
      'pins-pins/free': 'Query',
      'ssm:paypal': 'GetParameters',
    },
  },
  'payments-sweep': {
    needs: {
      'cart-carts': 'GetItem UpdateItem',
      'lambda:fulfilment.sweep': 'InvokeFunction',
      'lambda:mail.sweep': 'InvokeFunction',
      'mail-outbox': 'PutItem',
      'orders-orders': 'GetItem UpdateItem',
      'orders-orders/byCapture': 'Query',
      'orders-orders/byPaypalOrder': 'Query',
      'orders-orders/open': 'Query',
      'payments-events': 'UpdateItem',
      'payments-events/unsettled': 'Query',
      'pins-holds': 'DeleteItem GetItem PutItem',
      'pins-pins': 'UpdateItem',
      'pins-pins/free': 'Query',
      'ssm:paypal': 'GetParameters',
    },
  },
  'meta-public': {
    needs: {},
  },
};
