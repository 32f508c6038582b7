import type { Order } from '../orders/public.ts';
import type { Ports } from '../kit/ports.ts';
import type { Write } from '../kit/store/write.ts';
import { marketing } from '../policy/public.ts';
import { letterWrite } from '../mail/public.ts';

/**
 * Returns the write that puts an order's receipt into the outbox; the second one of an order is refused. One that is sent `again`
 * has a name of its own, and is refused under it the second time.
 */
export const receiptWrite = (order: Order, at: Date, ports: Pick<Ports, 'table'>, again?: string): Write =>
  letterWrite(
    {
      id: again === undefined ? `receipt:${order.id}` : `receipt:${order.id}:${again}`,
      class: 'transactional',
      template: 'receipt',
      to: order.buyer,
      data: {
        order: order.id,
        placedAt: order.placedAt,
        lines: order.lines,
        total: order.total,
        ...(order.marketing && { consent: marketing.hash }),
        ...(again !== undefined && { again: true as const }),
      },
      at,
    },
    ports,
  );
