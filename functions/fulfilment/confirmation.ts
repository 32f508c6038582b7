import { letterWrite } from '../mail/public.ts';
import type { Ports } from '../kit/ports.ts';
import type { Write } from '../kit/store/write.ts';
import type { Order, Revealed } from '../orders/public.ts';

/** Returns the write that puts out the letter with the text that a buyer agreed to by a reveal; the second one is refused. */
export const confirmationWrite = (
  { id, buyer, placedAt }: Order,
  { at, text }: Revealed,
  now: Date,
  ports: Pick<Ports, 'table'>,
): Write =>
  letterWrite(
    {
      id: `reveal:${id}`,
      class: 'transactional',
      template: 'reveal-confirmed',
      to: buyer,
      data: { order: id, placedAt, revealedAt: at, text },
      at: now,
    },
    ports,
  );
