import { TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { closeReleased, getOrder, moveOrder, provenVoided, type Order } from '../checkout/public.ts';
import { releasePins } from '../fulfilment/public.ts';
import { refusedByCondition } from '../kit/dynamo.ts';
import type { Ports } from '../kit/ports.ts';
import { letter } from '../mail/public.ts';

/** Why an order is voided. A buyer who had approved the payment is told; one who never did is left alone. */
export type VoidReason = 'out-of-stock' | 'refused' | 'lapsed';

const unclaimed = 'attribute_not_exists(capturing)';

const news = (order: Order, reason: VoidReason, ports: Ports) =>
  order.status === 'created'
    ? []
    : [
        letter(
          {
            id: `voided:${order.id}`,
            class: 'transactional',
            template: 'order-voided',
            to: order.buyer,
            data: { order: order.id, reason, placedAt: order.placedAt },
            at: ports.now(),
          },
          ports,
        ),
      ];

/**
 * Voids an order and frees its PINs. Refused when its status is not what it was when that was decided, and while a capture
 * may be under way, unless that capture is `disproven`: the PayPal order of which PayPal has said for certain that it
 * brings no money. True when the order is voided now.
 */
export const voidOrder = async (
  order: Order,
  reason: VoidReason,
  ports: Ports,
  disproven?: string,
): Promise<boolean> => {
  const claim = disproven ? `(${unclaimed} OR capturing = :disproven)` : unclaimed;
  const given = { ':was': order.status, ...(disproven && { ':disproven': disproven }) };
  const onlyIf = { condition: `#status = :was AND ${claim}`, values: given };
  const Update = moveOrder({ id: order.id, to: 'voided', at: ports.now(), onlyIf }, ports);
  try {
    await ports.dynamo.send(
      new TransactWriteItemsCommand({ TransactItems: [{ Update }, ...news(order, reason, ports)] }),
    );
  } catch (error) {
    if (!refusedByCondition(error)) throw error;
  }
  return release(order.id, ports);
};

/** Frees the PINs of an order that is proven voided, and takes it off the queue; false when it is not voided. */
export const release = async (id: string, ports: Ports): Promise<boolean> => {
  if ((await getOrder(id, ports))?.status !== 'voided') return false;
  if ((await releasePins(id, provenVoided(id, ports), ports)) === 'not-proven') return false;
  return closeReleased(id, ports);
};
