import { marketingText } from './marketing.ts';
import { noticeText } from './notice.ts';
import { policyText } from './policy.ts';
import { revealTexts } from './reveal-texts.ts';
import { withHash } from './with-hash.ts';

/** The privacy policy in force (promise P3) and its hash. */
export const policy = withHash(policyText);

/** The notice at the point of sale (promise P13) and its hash. */
export const notice = withHash(noticeText);

/** The text next to which somebody says yes or no to news (promises P38, P40), and its hash. */
export const marketing = withHash(marketingText);

const consents = revealTexts.map(withHash);

/** The text that a buyer agrees to before the PINs are shown, and its hash. */
export const revealNotice = consents[0] as { text: string; hash: string };

/** Returns a text that was agreed to by its hash; the one in force where the hash is of none. */
export const revealNoticeOf = (hash: string | undefined): { text: string; hash: string } =>
  consents.find((each) => each.hash === hash) ?? revealNotice;

export { withdrawalText } from './withdrawal-text.ts';
export { daysToAnswer } from './deadlines.ts';
export { mailRules } from './mail-rules.ts';
export { savingConsent, consentText } from './saving.ts';
