/** What a yes to news is a yes to. Its hash is on every consent. */
export const marketingText = `Send me news of your cards by e-mail: the newsletter, and offers. At most eight mails a month. I can stop either or both at any time, by a link in every mail, in my preferences, or by writing to you; it counts at once. A yes is asked for and never assumed, and no purchase depends on it.`;
