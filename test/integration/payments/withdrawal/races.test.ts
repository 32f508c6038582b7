import { fulfil } from '../../../../functions/fulfilment/fulfil.ts';
import { readLetters } from '../../../../functions/mail/public.ts';
import { fulfilledOrders } from '../../../builders/fulfilled.ts';
import { contractDatabase } from '../../../harness/contract-database.ts';

const database = contractDatabase();
const { fulfilled } = fulfilledOrders(database.client);

const races = 200;
const width = 10;

/** A reveal and a withdrawal at the same moment, and then all that follows: what of both came to be. */
const race = async (revealFirst: boolean) => {
  const one = await fulfilled();
  const { confirm } = (await one.withdrawal({})).body as { confirm: string };
  const [reveal, withdrawal] = await Promise.all(
    revealFirst ? [one.reveal(), one.withdrawal({ confirm })] : [one.withdrawal({ confirm }), one.reveal()].reverse(),
  );
  const order = await one.order();
  if (order.withdrawal) await one.refunded();
  await fulfil(one.id, one.ports);
  const [pin] = await one.pins();
  return {
    answers: [reveal?.status, withdrawal?.status].sort(),
    stored: [order.revealed !== undefined, order.withdrawal !== undefined],
    pin: [pin?.heldBy === one.id, pin?.free === one.sku],
    answered: [reveal?.status === 200, withdrawal?.status === 200],
    letters: (await readLetters([`reveal:${one.id}`, `withdrawn:${one.id}`], one.ports)).size,
  };
};

describe('a reveal and a withdrawal of the same order at the same moment', () => {
  it(`are never both done, in ${races} races`, async () => {
    const seen: Awaited<ReturnType<typeof race>>[] = [];
    for (let n = 0; n < races; n += width)
      seen.push(...(await Promise.all(Array.from({ length: width }, (_, nth) => race(nth % 2 === 0)))));
    for (const { answers, stored, pin, answered, letters } of seen) {
      expect(answers).toEqual([200, 409]);
      // The PIN stays with who has seen it, and is free again for who is paid back.
      expect(stored).toEqual(answered);
      expect(pin).toEqual(stored);
      expect(letters).toBe(1);
    }
  });
});
