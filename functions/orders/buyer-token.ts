/** How a buyer shows that an order is theirs: the header of the token, and what it is signed for. */
export const buyerToken = { header: 'Order-Token', purpose: 'order' } as const;
