import { checkAgain, getOrder, openRefunds } from '../../orders/public.ts';
import { hour, minute } from '../../kit/value/time.ts';
import type { SettlePorts } from '../settle/ports.ts';
import { refundNow } from './refund-now.ts';

/** Looks after the refunds of an order that are not certain yet; returns whether one still `waits`, or what came of them. */
export const lookAfterRefunds = async (id: string, ports: SettlePorts): Promise<string> => {
  const before = await getOrder(id, ports);
  for (const refund of before ? openRefunds(before) : []) await refundNow(id, refund, ports);
  const order = await getOrder(id, ports);
  const open = order ? openRefunds(order) : [];
  if (!order || open.length === 0) return 'refunds-certain';
  const oldest = Math.min(...open.map((refund) => Date.parse(order.refunds?.[refund]?.at ?? '')));
  const now = ports.now().getTime();
  await checkAgain(id, new Date(now + Math.min(hour, Math.max(minute, now - oldest))), ports, 'refund');
  return 'refunds-wait';
};
