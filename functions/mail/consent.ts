import { mailRules } from '../policy/public.ts';
import { mailboxHash } from '../people/public.ts';
import { guestConsent } from '../preferences/public.ts';
import { apply } from '../kit/store/write.ts';
import type { Secrets } from '../kit/crypto/secrets.ts';
import type { Ports } from '../kit/ports.ts';
import { day } from '../kit/value/time.ts';
import { letterWrite } from './letter-write.ts';
import { confirmDays, guestWaits } from './domain/consent.ts';
import type { MailEvent } from './domain/fate.ts';
import type { ReceiptData } from './schemas.ts';
import type { Letter } from './store.ts';

type Agreeing = Ports & { secrets: Secrets };

/**
 * Has a guest's yes of the order form count, a day after their receipt was delivered: until then a link in it ends it. Where the law of
 * the shop's own country asks for a second step, one letter with a link to confirm goes out and nothing counts before.
 */
export const agreeInReceipt = async (letter: Letter, { address, at }: MailEvent, ports: Agreeing): Promise<void> => {
  const { consent } = letter.data as Partial<ReceiptData>;
  if (consent === undefined) return;
  const hash = await mailboxHash(address, ports);
  const [deliveredAt, now] = [new Date(at), ports.now()];
  const state = mailRules(ports.settings.homeCountry).doubleOptIn ? 'unconfirmed' : 'yes';
  const outcome = await guestConsent(
    hash,
    {
      topics: { newsletter: state, offers: state },
      text: consent,
      person: letter.to,
      // The time of the event, so that an event that comes twice says the same.
      at: deliveredAt,
      countsFrom: new Date(deliveredAt.getTime() + guestWaits),
    },
    ports,
  );
  if (outcome !== 'unconfirmed') return;
  const until = new Date(now.getTime() + confirmDays * day).toISOString();
  const asking = {
    id: `confirm:${hash}`,
    class: 'transactional',
    template: 'confirm-subscription',
    to: letter.to,
  } as const;
  // A second letter of the same id is refused: nobody is asked twice.
  await apply(letterWrite({ ...asking, data: { until }, at: now }, ports), ports);
};
