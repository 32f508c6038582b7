/** Within how many days a law wants an answer to somebody who asks for their data, and in which countries it holds. */
type Rule = { law: string; days: number; countries: readonly string[] };

const europe = [
  'AT', 'BE', 'BG', 'CY', 'CZ', 'DE', 'DK', 'EE', 'ES', 'FI', 'FR', 'GR', 'HR', 'HU', 'IE', 'IS', 'IT', 'LI', 'LT', 'LU', 'LV', 'MT',
  'NL', 'NO', 'PL', 'PT', 'RO', 'SE', 'SI', 'SK',
]; // prettier-ignore

/** The rules of jurisdictions, as data (promise P19). A month is counted as 30 days, the shortest that is safe. */
const answerRules: readonly Rule[] = [
  { law: 'GDPR, article 12(3)', days: 30, countries: europe },
  { law: 'UK GDPR, article 12(3)', days: 30, countries: ['GB'] },
  { law: 'CCPA, section 1798.130', days: 45, countries: ['US'] },
];

const shortest = Math.min(...answerRules.map(({ days }) => days));

/** Returns within how many days somebody of a country gets an answer; the shortest of all where nobody said which, or no rule is known. */
export const daysToAnswer = (country?: string): number =>
  answerRules.find(({ countries }) => country !== undefined && countries.includes(country))?.days ?? shortest;
