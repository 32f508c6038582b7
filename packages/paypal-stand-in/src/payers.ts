import { payerId, type Random } from './ids.ts';
import type { Address, Payer } from './wire.ts';

const givenNames = ['Ada', 'Bruno', 'Chidi', 'Dolores', 'Emil', 'Farah', 'Grace', 'Hiroshi'];
const surnames = ['Okafor', 'Lindqvist', 'Moreau', 'Tanaka', 'Silva', 'Novak', 'Haddad', 'Weber'];
const streets = ['Main Street', 'Mill Lane', 'Harbour Road', 'Station Avenue'];

/** A buyer who does not exist, with an address to ship to. */
export const madeUpPayer = (random: Random): { payer: Payer; fullName: string; address: Address } => {
  const [a = 0, b = 0, c = 0, d = 0] = random(4);
  const given_name = givenNames[a % givenNames.length] ?? 'Ada';
  const surname = surnames[b % surnames.length] ?? 'Okafor';
  const payer_id = payerId(random);
  const payer: Payer = {
    name: { given_name, surname },
    email_address: `${given_name}.${surname}.${payer_id}@personal.example.com`.toLowerCase(),
    payer_id,
    address: { country_code: 'US' },
  };
  const address: Address = {
    address_line_1: `${1 + d} ${streets[c % streets.length]}`,
    admin_area_2: 'San Jose',
    admin_area_1: 'CA',
    postal_code: '95131',
    country_code: 'US',
  };
  return { payer, fullName: `${given_name} ${surname}`, address };
};
