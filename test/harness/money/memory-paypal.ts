import type { Call, PayPalResponse } from '../../../functions/paypal/client.ts';

type Status = 'COMPLETED' | 'PENDING' | 'DECLINED';
type Capture = { id: string; order: string; value: number; status: Status };
type Refund = {
  id: string;
  capture: string;
  value: number;
  status: 'COMPLETED' | 'PENDING' | 'FAILED';
  custom: string;
};
type PayPalOrder = { id: string; custom: string; value: number; status: string; captures: string[] };

/** What PayPal tells the shop of, as the webhook reduces it. */
export type Told = { type: string; paypalOrder?: string; capture?: string; refund?: string; customId?: string };

const amount = (value: number) => ({ value: (value / 100).toFixed(2), currency_code: 'USD' });
const refusal = (issue: string): PayPalResponse => ({ status: 422, body: { details: [{ issue }] } });
const notFound: PayPalResponse = { status: 404, body: {} };

/** PayPal in memory: orders, captures and refunds as they truly are, and what it tells of them. */
export const memoryPaypal = () => {
  const orders = new Map<string, PayPalOrder>();
  const captures = new Map<string, Capture>();
  const refunds = new Map<string, Refund>();
  const responses = new Map<string, PayPalResponse>();
  const told: Told[] = [];
  /** How the next captures and refunds turn out. */
  const next = { capture: 'COMPLETED' as Status, refund: 'COMPLETED' as Refund['status'] };
  let ids = 0;

  const refundsOf = (capture: string) => [...refunds.values()].filter((each) => each.capture === capture);
  /** What a capture has brought that has not gone back: what is on its way back counts as gone. */
  const left = ({ id, value }: Capture): number =>
    refundsOf(id).reduce((sum, { status, value: back }) => sum - (status === 'FAILED' ? 0 : back), value);
  const refundView = ({ id, capture, value, status, custom }: Refund) => ({
    id,
    status,
    amount: amount(value),
    custom_id: custom,
    links: [{ rel: 'up', href: `https://paypal.example/v2/payments/captures/${capture}` }],
  });
  const statusOf = (capture: Capture): string =>
    capture.status !== 'COMPLETED' || left(capture) === capture.value
      ? capture.status
      : left(capture) > 0
        ? 'PARTIALLY_REFUNDED'
        : 'REFUNDED';
  const captureView = (capture: Capture) => ({
    id: capture.id,
    status: statusOf(capture),
    amount: amount(capture.value),
    custom_id: orders.get(capture.order)?.custom,
    payee: { merchant_id: 'MERCHANT1' },
  });
  const orderView = ({ id, custom, value, status, captures: made }: PayPalOrder) => ({
    id,
    status,
    purchase_units: [
      {
        custom_id: custom,
        amount: amount(value),
        payee: { merchant_id: 'MERCHANT1' },
        payments: {
          captures: made.map((each) => captureView(captures.get(each) as Capture)),
          refunds: made.flatMap((each) => refundsOf(each).map(refundView)),
        },
      },
    ],
  });
  const tell = (type: string, { id, order }: Capture) =>
    told.push({
      type: `PAYMENT.CAPTURE.${type}`,
      paypalOrder: order,
      capture: id,
      customId: orders.get(order)?.custom ?? '',
    });

  const capture = (order: PayPalOrder): PayPalResponse => {
    if (order.status === 'COMPLETED') return refusal('ORDER_ALREADY_CAPTURED');
    if (order.status !== 'APPROVED') return refusal('ORDER_NOT_APPROVED');
    const made: Capture = { id: `C${(ids += 1)}`, order: order.id, value: order.value, status: next.capture };
    captures.set(made.id, made);
    order.captures.push(made.id);
    order.status = 'COMPLETED';
    tell(made.status, made);
    return { status: 201, body: orderView(order) };
  };
  /** Refunds a capture, by whomever. */
  const refund = (of: Capture, value: number, custom: string): PayPalResponse => {
    if (of.status !== 'COMPLETED') return refusal(of.status === 'PENDING' ? 'PENDING_CAPTURE' : 'REFUND_NOT_ALLOWED');
    if (left(of) === 0) return refusal('CAPTURE_FULLY_REFUNDED');
    if (value > left(of)) return refusal('REFUND_AMOUNT_EXCEEDED');
    const made: Refund = { id: `R${(ids += 1)}`, capture: of.id, value, status: next.refund, custom };
    refunds.set(made.id, made);
    told.push({
      type: 'PAYMENT.CAPTURE.REFUNDED',
      refund: made.id,
      capture: of.id,
      customId: orders.get(of.order)?.custom ?? '',
    });
    return { status: 201, body: refundView(made) };
  };

  const run = ({ method, path, body = '{}' }: Call): PayPalResponse => {
    const [, kind, id = '', act] = /\/(orders|captures|refunds|transactions)\/?([^/?]*)\/?(\w*)/.exec(path) ?? [];
    const order = orders.get(id);
    const of = captures.get(id);
    if (kind === 'orders') {
      if (!order || order.status === 'VOIDED') return notFound;
      return method === 'POST' && act === 'capture' ? capture(order) : { status: 200, body: orderView(order) };
    }
    if (kind === 'captures' && of) {
      if (act !== 'refund') return { status: 200, body: captureView(of) };
      const asked = JSON.parse(body) as { amount: { value: string }; custom_id: string };
      return refund(of, Math.round(Number(asked.amount.value) * 100), asked.custom_id);
    }
    const made = refunds.get(id);
    return made && kind === 'refunds' ? { status: 200, body: refundView(made) } : notFound;
  };
  /** Responds as PayPal does; the same request id gets the same response. */
  const ask = (call: Call): PayPalResponse => {
    const key = call.requestId && `${call.path} ${call.requestId}`;
    const before = key === undefined ? undefined : responses.get(key);
    if (before) return structuredClone(before);
    const response = structuredClone(run(call));
    if (key !== undefined && response.status < 500) responses.set(key, response);
    return structuredClone(response);
  };
  /** What time brings: what was pending completes, or is denied. */
  const review = (status: 'COMPLETED' | 'DECLINED'): void => {
    for (const each of captures.values())
      if (each.status === 'PENDING') {
        each.status = status;
        tell(status === 'DECLINED' ? 'DENIED' : status, each);
      }
    for (const each of refunds.values()) if (each.status === 'PENDING') each.status = 'COMPLETED';
  };
  const deny = (of: Capture): void => {
    if (of.status !== 'COMPLETED' || refundsOf(of.id).length > 0) return;
    of.status = 'DECLINED';
    tell('DENIED', of);
  };
  return { orders, captures, refunds, told, next, ask, refund, left, review, deny };
};

export type MemoryPaypal = ReturnType<typeof memoryPaypal>;
