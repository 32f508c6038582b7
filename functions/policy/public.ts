import { marketingText } from './marketing.ts';
import { noticeText } from './notice.ts';
import { policyText } from './policy.ts';
import { withHash } from './with-hash.ts';

/** The privacy policy in force (promise P3) and its hash. */
export const policy = withHash(policyText);

/** The notice at the point of sale (promise P13) and its hash. */
export const notice = withHash(noticeText);

/** The text next to which somebody says yes or no to news (promises P38, P40), and its hash. */
export const marketing = withHash(marketingText);

export { daysToAnswer } from './deadlines.ts';
export { mailRules } from './mail-rules.ts';
