/** What the daily reconciliation may do: what settling does, and the books. */
export const grantedToReconcile = {
  'payments-reconcile': {
    needs: {
      'accounts-accounts': 'GetItem UpdateItem',
      'accounts-methods': 'DeleteItem GetItem PutItem UpdateItem',
      'cart-carts': 'GetItem UpdateItem',
      'kms:contact': 'Decrypt',
      'mail-outbox': 'PutItem',
      'orders-orders': 'GetItem UpdateItem',
      'orders-orders/byCapture': 'Query',
      'orders-orders/byPaypalOrder': 'Query',
      'payments-books': 'GetItem UpdateItem',
      'payments-disclosures': 'PutItem',
      'payments-disputes': 'GetItem PutItem UpdateItem',
      'payments-events': 'GetItem UpdateItem',
      'people-keys': 'GetItem',
      'pins-holds': 'DeleteItem GetItem PutItem',
      'pins-pins': 'UpdateItem',
      'pins-pins/free': 'Query',
      'ssm:address-keys': 'GetParameters',
      'ssm:paypal': 'GetParameters',
    },
  },
};
