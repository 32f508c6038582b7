import { claimFree, endClaim, type Letter } from '../../../functions/mail/store.ts';
import { openPostOffice, type PostOffice } from '../../harness/post-office.ts';

let postOffice: PostOffice;
beforeAll(async () => void (postOffice = await openPostOffice()), 60_000);
afterAll(() => postOffice.close());

describe('a letter that has ended', () => {
  it.each(['sent', 'unknown', 'refused', 'pending'] as const)(
    'as %s does not move again, not even by the claim that it ended under',
    async (to) => {
      const { ports, post, row } = await postOffice.office();
      const id = await post('ann');
      const { mine } = await claimFree(id, { token: 'mine', now: ports.now() }, ports);
      expect(await endClaim(mine as Letter, { to }, ports.now(), ports)).toBe(true);
      const ledger = await row(id);
      const other = to === 'sent' ? 'unknown' : 'sent';
      expect(await endClaim(mine as Letter, { to: other }, ports.now(), ports)).toBe(false);
      expect(await row(id)).toEqual(ledger);
    },
  );
});
