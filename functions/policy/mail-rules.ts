/** What the law of some countries asks of mail: whether a yes counts only once it was confirmed by a link, and whether a mail in a customer's name may go to a friend. */
type Rule = { law: string; countries: readonly string[]; doubleOptIn: boolean; friendMail: boolean };

/** Where a mail to a friend counts as the shop's own advertising, which nobody there agreed to. */
const noFriendMail = [
  'BE', 'BG', 'CY', 'CZ', 'DK', 'EE', 'ES', 'FI', 'FR', 'GB', 'HR', 'HU', 'IE', 'IS', 'IT', 'LI', 'LT', 'LV', 'MT', 'NL', 'PL', 'PT',
  'RO', 'SE', 'SI', 'SK', 'CA', 'AU',
]; // prettier-ignore

/** The rules of jurisdictions, as data (promise P19). */
const rules: readonly Rule[] = [
  {
    law: 'DE UWG § 7 (double opt-in by case law), AT TKG § 174, CH UWG art. 3(1)(o), LU and NO and GR by regulators’ guidance',
    countries: ['DE', 'AT', 'CH', 'LU', 'NO', 'GR'],
    doubleOptIn: true,
    friendMail: false,
  },
  {
    law: 'Directive 2002/58/EC, article 13; PECR; CASL; Spam Act 2003',
    countries: noFriendMail,
    doubleOptIn: false,
    friendMail: false,
  },
  { law: 'CAN-SPAM Act', countries: ['US'], doubleOptIn: false, friendMail: true },
];

/** What holds where no rule is known: the stricter of all. */
const strictest = { doubleOptIn: true, friendMail: false };

/** Returns what mail asks for in a country: that which a person states, or else the home country of the shop; never one from an IP. */
export const mailRules = (country: string): { doubleOptIn: boolean; friendMail: boolean } => {
  const { doubleOptIn, friendMail } = rules.find(({ countries }) => countries.includes(country)) ?? strictest;
  return { doubleOptIn, friendMail };
};
