import { readEvent } from '../../functions/payments/webhook/event.ts';
import { putEvent, EventItem } from '../../functions/payments/store.ts';
import { settleEvent } from '../../functions/payments/settle/settle-event.ts';
import { deliverLetter } from '../../functions/mail/deliver.ts';
import type { World, Shop } from '../harness/shop-in-process.ts';
import { decide } from '../harness/shop-in-process.ts';

/** What PayPal sends about a captured payment: the ids that are kept, and the payer, who is not. */
const captured = (paypalOrder: string, order: string) => ({
  id: `WH-${order}`,
  event_type: 'PAYMENT.CAPTURE.COMPLETED',
  resource: {
    id: '3C679366HH908993F',
    custom_id: order,
    supplementary_data: { related_ids: { order_id: paypalOrder } },
    payer: { email_address: payer.email, name: { given_name: payer.name } },
  },
});

/** The payer as PayPal names them. */
export const payer = { email: 'payer-account@example.net', name: 'Payerina' };

/** Buys a card from the cart to the mail that was sent, PayPal's event included; returns the order's id. */
export const buy = async (shop: Shop, email: string, sku = 'CARD-A'): Promise<string> => {
  const cookies = await shop.visitor([sku, 1]);
  const { body } = await shop.checkOut(cookies, `key-${email}`, { email, marketing: true });
  const { orderId: id, approveUrl } = body;
  await decide(approveUrl, 'approve');
  const paypal = await shop.paypalOrderOf(id);
  const event = readEvent(captured(paypal, id));
  if (!event) throw new Error('the event is not of the form of one');
  const delivery = { ...event, id: `delivery-${id}`, signature: 'digest', body: 'digest' };
  await putEvent(delivery, shop.ports);
  await settleEvent(EventItem.parse(delivery), shop.ports);
  const send = async () => ({ messageId: 'ses-1' });
  for (const letter of await shop.lettersAbout(id)) await deliverLetter(letter.id, { ...shop.ports, send });
  return id;
};

/** Places an order that nobody pays. */
export const leave = async (shop: Shop, email: string, sku = 'CARD-A'): Promise<string> => {
  const { body } = await shop.checkOut(await shop.visitor([sku, 1]), `key-${email}`, { email });
  return body.orderId;
};

/** A shop in which one person bought and another left. */
export const shopAfterJourney = async (world: World): Promise<Shop> => {
  const shop = await world.shop({ limits: { timeout: 60_000, tries: 1 } });
  await shop.stock('CARD-A', 10);
  await buy(shop, 'Buyer.One@example.com');
  await leave(shop, 'leaver@example.com');
  return shop;
};
