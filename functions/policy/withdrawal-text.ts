/** What a buyer confirms by withdrawing from an order (Directive 2011/83/EU, article 11a). */
export const withdrawalText =
  'I withdraw from the whole of this order. Its PINs will not be shown to me, and I get back all that I paid, by the way I paid it.';
