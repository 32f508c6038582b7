import { withHash } from './with-hash.ts';

/**
 * What a customer agrees to who has a payment method saved (promise P6). Texts are added here and never changed: consents name
 * them by their hash, and the last one is in force.
 */
const texts = [
  withHash(`Save PayPal for later orders. You agree that PayPal keeps this payment method for us and gives us a reference to it. With the reference we can charge an order that you place while signed in and for which you choose the saved method; we charge nothing else with it.

We keep the reference, sealed with a key of your own, and this consent with its time. We do not keep your PayPal name or address, and never see card or bank data.

You can remove the saved method in your profile at any time. We then delete the reference here and have PayPal delete it. It is also deleted when your account is erased.`),
] as const;

/** The consent to a saved payment method that is in force (promise P6), and its hash. */
export const savingConsent = texts[texts.length - 1] as (typeof texts)[0];

/** Returns the text of a consent by its hash; undefined for a text that nobody was shown. */
export const consentText = (hash: string): string | undefined => texts.find((text) => text.hash === hash)?.text;
