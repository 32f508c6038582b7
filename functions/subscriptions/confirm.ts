import { prompt } from '../kit/store/retry.ts';
import { apply } from '../kit/store/write.ts';
import type { Ports } from '../kit/ports.ts';
import { marketing } from '../policy/public.ts';
import { addressOf, consentWrite, type Address } from '../preferences/public.ts';
import { confirmState, unconfirmed } from './domain.ts';

/** How often it looks again when the address changed meanwhile. */
const rounds = 4;

/** Returns what the link to confirm shows. */
export const confirmView = (address: Address | undefined) => ({
  state: confirmState(address),
  topics: unconfirmed(address),
});

/**
 * Confirms what is unconfirmed of a mailbox, if nothing was said since: an opt-out that came after the mail stays. Safe to repeat.
 * Returns the address as it is then.
 */
export const confirmAddress = async (hash: string, ports: Ports): Promise<Address | undefined> => {
  for (let round = 0; round < rounds; round += 1) {
    const address = await addressOf(hash, ports);
    const open = unconfirmed(address);
    if (!address?.person || open.length === 0) return address;
    const consent = {
      topics: Object.fromEntries(open.map((topic) => [topic, 'yes' as const])),
      source: 'confirmed-link',
      text: address.topics[open[0]!]?.text ?? marketing.hash,
      person: address.person,
      at: ports.now(),
    } as const;
    const how = { account: address.account === true, version: address.version };
    await apply(consentWrite(hash, consent, ports, how), ports, prompt);
  }
  return addressOf(hash, ports);
};
