import type { Secrets } from '../../kit/crypto/secrets.ts';
import { KeyRing, signToken, verifyToken } from '../../kit/crypto/tokens.ts';
import type { RouteHandler } from '../../kit/http/types.ts';
import type { Ports } from '../../kit/ports.ts';
import { formatMoney } from '../../kit/value/money.ts';
import { isRefusal, refuse } from '../../kit/value/result.ts';
import { seconds } from '../../kit/value/time.ts';
import { lacksConfirmation } from '../../fulfilment/public.ts';
import { getOrder, refundable, type Order } from '../../orders/public.ts';
import { withdrawalText } from '../../policy/public.ts';
import type { payments } from '../contract.ts';
import { confirmedWithin, withdrawalRefusal, withdrawalState } from '../domain/withdrawal.ts';
import { handToStaff, withdraw } from './withdraw.ts';

const purpose = 'withdrawal';

const view = (order: Order) => ({ at: order.withdrawal?.at ?? '', state: withdrawalState(order) });

/**
 * Withdraws from a buyer's order in two steps, as the law asks for: what is about to happen is shown with a token, and happens when
 * the token is sent back. The first step changes nothing.
 */
export const withdrawOrder: RouteHandler<typeof payments.routes.withdrawOrder, Ports & { secrets: Secrets }> = async (
  { path, body, customer },
  ports,
) => {
  const order = await getOrder(path.id, ports);
  if (!order || (customer && !customer.persons.includes(order.buyer))) return refuse('not-found');
  const refused = withdrawalRefusal(order);
  const isForStaff = refused === 'revealed' && (await lacksConfirmation(order.id, ports));
  if (refused && !isForStaff) return refuse(refused);
  const ring = await ports.secrets('signing-keys', KeyRing);
  if (body.confirm === undefined) {
    const confirm = signToken(ring, purpose, order.id, seconds(new Date(ports.now().getTime() + confirmedWithin)));
    return { body: { confirm, text: withdrawalText, amount: formatMoney(refundable(order)) } };
  }
  if (!verifyToken(ring, purpose, order.id, body.confirm, ports.now())) return refuse('confirmation-lapsed');
  if (isForStaff) {
    const at = await handToStaff(order, ports);
    return at === undefined ? refuse('revealed') : { body: { withdrawal: { at, state: 'with-staff' } } };
  }
  const withdrawn = await withdraw(order, ports);
  return isRefusal(withdrawn) ? withdrawn : { body: { withdrawal: view(withdrawn) } };
};
