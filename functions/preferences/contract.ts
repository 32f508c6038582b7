import { context } from '../kit/contract/contract.ts';

const reading = { addresses: ['GetItem'] } as const;
const changing = { addresses: ['UpdateItem'] } as const;
const refusing = ['people.journalWrite', reading, changing] as const;
const signing = ['secret:address-keys'] as const;

/** Who may be written to: one item for each mailbox, by its keyed hash, with consent, suppression, cap and lease together. */
export const preferences = context('preferences', {
  tables: {
    addresses: {
      key: 'id',
      stream: 'new',
      holds: 'pseudonyms',
      why: 'What somebody agreed to and refused, by the hash of the mailbox: every mail but those about an order or account asks it.',
      kept: { until: 'the shop closes', why: 'a no has no end, and neither has the proof of a yes' },
      fields: {
        pseudonym: 'person invited.letter lease.claim lease.letter newsletter.via offers.via history.*.via',
        hash: 'id newsletter.text offers.text history.*.text',
        plain: `version account country newsletter.state newsletter.at newsletter.source newsletter.countsFrom offers.state offers.at
          offers.source offers.countsFrom history.*.topics history.*.to history.*.source history.*.at suppressed.at suppressed.reason
          removed undeliverable paused invited.at cap.* lease.until`,
      },
    },
  },
  offers: {
    addressOf: [reading],
    mayReceive: [],
    consentWrite: [changing],
    guestConsent: [reading, changing],
    choiceWrites: [changing],
    moveWrites: [changing],
    optOut: refusing,
    optOutWrites: ['people.journalWrite', changing],
    settled: [reading],
    replayRefusal: [reading, changing],
    deliverableWrite: [changing],
    claimAddress: [changing],
    releaseWrite: [changing],
    pauseWrite: [changing],
    subscribersFrom: [{ addresses: ['Scan'] }],
    optOutToken: signing,
    readOptOutToken: signing,
    removalToken: signing,
    readRemovalToken: signing,
    confirmToken: signing,
    readConfirmToken: signing,
  },
});
