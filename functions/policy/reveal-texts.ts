/**
 * What a buyer agrees to before the PINs are shown: the right to withdraw ends by it (Directive 2011/83/EU, article 16(m)). The
 * first is in force. A changed text is a new one before it; none that was in force is changed or taken out, because orders and
 * letters name it by its hash.
 */
export const revealTexts = [
  `Please show me my PINs now. I know that a PIN can be used as soon as I have seen it: I agree that the order is performed at once, before the time for withdrawing from it has passed, and I acknowledge that I lose my right to withdraw from it when the PINs are shown.

Until then I may withdraw from the whole order without giving a reason, and get back all that I paid.`,
] as const;
