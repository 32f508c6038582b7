import fc from 'fast-check';
import { deliverLetter } from '../../../functions/mail/deliver.ts';
import { moves, type State } from '../../../functions/mail/domain.ts';
import { classes } from '../../../functions/mail/domain/classes.ts';
import { sweep } from '../../../functions/mail/sweep.ts';
import { death, openPostOffice, sesError, type Office, type PostOffice, type Ses } from '../../harness/post-office.ts';

let postOffice: PostOffice;
let office: Office;
beforeAll(async () => {
  postOffice = await openPostOffice();
  office = await postOffice.office();
}, 60_000);
afterAll(() => postOffice.close());

const plays = {
  takes: async (take) => take(),
  defers: async () => Promise.reject(sesError('Throttling')),
  rejects: async () => Promise.reject(sesError('MessageRejected')),
  takesAndIsLost: async (take) => (take(), Promise.reject(sesError('InternalFailure', 500))),
  takesAndSenderDies: async (take) => (take(), death),
  neverAnswersTheDead: async () => death,
} satisfies Record<string, Ses>;
type Play = keyof typeof plays;

const step = fc.record({
  ses: fc.constantFrom(...(Object.keys(plays) as Play[])),
  by: fc.constantFrom('stream' as const, 'sweep' as const),
  wait: fc.constantFrom(0, 60, 65, 3600, 86_400),
});

const isDeath = (play: Play): boolean => play === 'takesAndSenderDies' || play === 'neverAnswersTheDead';

describe('whatever SES, senders and clock do', () => {
  let letters = 0;

  it('a letter moves as the table of moves says, and reaches SES again only after a death or a certain no', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        const id = await office.post(`buyer${(letters += 1)}`);
        const [took, began] = [office.taken.length, office.calls.ses];
        const played: Play[] = [];
        let state: State = 'pending';
        for (const { ses, by, wait } of steps) {
          const dies = Promise.withResolvers<void>();
          office.plays((take) => {
            played.push(ses);
            const outcome = plays[ses](take);
            if (isDeath(ses)) dies.resolve();
            return outcome;
          });
          const delivery = by === 'stream' ? deliverLetter(id, office.ports) : sweep(office.ports);
          await Promise.race([delivery, dies.promise]);
          office.unplay();
          const next = (await office.row(id))['state'] as State;
          const viaSending =
            (moves[state] as readonly State[]).includes('sending') &&
            (moves.sending as readonly State[]).includes(next);
          expect(next === state || viaSending).toBe(true);
          state = next;
          office.pass(wait);
        }
        const deaths = played.filter(isDeath).length;
        expect(office.calls.ses - began).toBe(played.length);
        expect(deaths).toBeLessThanOrEqual(1 + classes.transactional.sendsAfterCrash);
        expect(office.taken.length - took).toBeLessThanOrEqual(
          1 + Math.min(deaths, classes.transactional.sendsAfterCrash),
        );
        const ends = played.findIndex((each) => each === 'takes' || each === 'rejects' || each === 'takesAndIsLost');
        expect(ends === -1 || ends === played.length - 1).toBe(true);
        office.pass(7 * 86_400 + 3601);
        await sweep(office.ports);
      }),
      { numRuns: 40, endOnFailure: true },
    );
  }, 60_000);
});
