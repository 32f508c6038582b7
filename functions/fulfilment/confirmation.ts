import { letterWrite, readLetters } from '../mail/public.ts';
import type { Ports } from '../kit/ports.ts';
import { apply, type Write } from '../kit/store/write.ts';
import type { Order, Revealed } from '../orders/public.ts';
import { confirmationsOf, isUnconfirmed } from './domain.ts';

/**
 * Returns the write that puts out the letter with the text that a buyer agreed to by a reveal; the second one of a name is
 * refused.
 */
export const confirmationWrite = (
  { id: order, buyer, placedAt }: Pick<Order, 'id' | 'buyer' | 'placedAt'>,
  { at, text }: Revealed,
  now: Date,
  ports: Pick<Ports, 'table' | 'sweeping'>,
  id = `reveal:${order}`,
): Write =>
  letterWrite(
    {
      id,
      class: 'transactional',
      template: 'reveal-confirmed',
      to: buyer,
      data: { order, placedAt, revealedAt: at, text },
      at: now,
    },
    ports,
  );

/** A confirmation that failed, as it is in the outbox. */
export type Failed = {
  id: string;
  to: string;
  data: { order: string; placedAt: string; revealedAt: string; text: string };
};

/** Puts a confirmation that failed out again under its next name, twice at most; then a person is called. Safe to repeat. */
export const confirmAgain = async ({ id, to, data }: Failed, ports: Ports): Promise<void> => {
  const names = confirmationsOf(data.order);
  const next = names[names.indexOf(id) + 1];
  if (next === undefined) return ports.log.error('reveal not confirmed', { outcome: 'gave-up' });
  const order = { id: data.order, buyer: to, placedAt: data.placedAt };
  await apply(confirmationWrite(order, { at: data.revealedAt, text: data.text }, ports.now(), ports, next), ports);
};

/** Reads whether the confirmation of an order's reveal failed, and none has been sent since. */
export const lacksConfirmation = async (order: string, ports: Pick<Ports, 'dynamo' | 'table'>): Promise<boolean> =>
  isUnconfirmed([...(await readLetters(confirmationsOf(order), ports)).values()]);
