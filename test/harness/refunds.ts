import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { settle } from '../../functions/payments/settle/settle.ts';
import { decide, type Shop, type World } from './shop-in-process.ts';

/** A bought order: its id, its buyer's token, and what PayPal calls order and capture. */
export type Bought = { id: string; token: string; paypal: string; capture: string };

const token = async (paypalUrl: string): Promise<string> => {
  const authorization = `Basic ${Buffer.from('client:secret').toString('base64')}`;
  const init = { method: 'POST', headers: { authorization }, body: 'grant_type=client_credentials' };
  const answer = await fetch(`${paypalUrl}/v1/oauth2/token`, {
    ...init,
    headers: { ...init.headers, 'content-type': 'application/x-www-form-urlencoded' },
  });
  return ((await answer.json()) as { access_token: string }).access_token;
};

/** Orders that are bought in a shop, and what happens to their money at PayPal. */
export const moneyIn = (world: () => World) => {
  let keys = 0;

  /** Approves a payment of so many of a card; nothing is captured yet. */
  const approved = async (shop: Shop, sku: string, quantity = 1): Promise<Omit<Bought, 'capture'>> => {
    const { body } = await shop.checkOut(await shop.visitor([sku, quantity]), `key-${(keys += 1)}`);
    await decide(body.approveUrl, 'approve');
    return { id: body.orderId, token: body.orderToken, paypal: await shop.paypalOrderOf(body.orderId) };
  };

  /** Buys so many of a card, whose PINs were put into stock. */
  const bought = async (shop: Shop, sku: string, quantity = 1): Promise<Bought> => {
    const order = await approved(shop, sku, quantity);
    await settle(order.paypal, shop.ports);
    return { ...order, capture: (await shop.order(order.id)).capture ?? '' };
  };

  /** Refunds a capture at PayPal, as its owner can on PayPal's own pages; returns PayPal's id of it. */
  const refundAtPaypal = async (capture: string, amount?: string): Promise<string> => {
    const url = `${world().paypalUrl}/v2/payments/captures/${capture}/refund`;
    const headers = { authorization: `Bearer ${await token(world().paypalUrl)}`, 'content-type': 'application/json' };
    const body = JSON.stringify(amount === undefined ? {} : { amount: { value: amount, currency_code: 'USD' } });
    const answer = await fetch(url, { method: 'POST', headers, body });
    const { id } = (await answer.json()) as { id?: string };
    if (answer.status !== 201 || id === undefined) throw new Error(`PayPal's status was ${answer.status}`);
    return id;
  };

  /** What PayPal has given back of an order's captures, in minor units. */
  const givenBack = async (order: string): Promise<number> => {
    type Listed = { custom_id?: string; captures: { refunded: { value: string } }[] };
    const all = (await (await fetch(`${world().paypalUrl}/_orders`)).json()) as Listed[];
    const captures = all.filter(({ custom_id }) => custom_id === order).flatMap((each) => each.captures);
    return captures.reduce((sum, { refunded }) => sum + Math.round(Number(refunded.value) * 100), 0);
  };

  /** The PINs of a card by who holds them: those that are free under an empty name. */
  const holders = async (shop: Shop, sku: string): Promise<string[]> => {
    const { Items = [] } = await shop.ports.dynamo.send(new ScanCommand({ TableName: shop.ports.table('pins.pins') }));
    const rows = Items.map((item) => unmarshall(item) as { sku: string; heldBy?: string });
    return rows.filter((row) => row.sku === sku).map(({ heldBy = '' }) => heldBy);
  };

  return { approved, bought, refundAtPaypal, givenBack, holders };
};
