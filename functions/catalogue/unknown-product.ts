/** The problem of whoever refuses a card that is not for sale. */
export const unknownProduct = {
  'unknown-product': { status: 404, title: 'There is no such product.' },
} as const;
