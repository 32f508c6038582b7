import type { Account } from '../../../local/secrets.ts';
import { secretsOf } from '../../../local/secrets.ts';
import { lapsedOrders } from '../../../packages/paypal-stand-in/src/approval.ts';
import type { Desk } from '../../../packages/paypal-stand-in/src/desk.ts';

const account: Account = {
  paypal: { clientId: 'c', clientSecret: 's', webhookId: 'w', merchantId: 'm' },
  signingKeys: { current: 'k1', keys: {} },
  lookupKeys: { current: 'k1', keys: {} },
  personLookupKeys: { current: 'k1', keys: {} },
  addressKeys: { key: '' },
  auditLogKey: { current: 'k1', keys: {} },
};
const hoursOf = (approvalWindowMinutes?: number) => {
  const settings = approvalWindowMinutes === undefined ? {} : { approvalWindowMinutes };
  return (JSON.parse(secretsOf(account, settings, undefined)['/candor/local/paypal']) as Record<string, unknown>)[
    'approvalWindowHours'
  ];
};

describe('an approval window that is set', () => {
  it.each([
    [30, 0.5],
    [180, 3],
    [1440, 24],
    [undefined, undefined],
  ])('of %p minutes is %p hours for the shop', (minutes, hours) => expect(hoursOf(minutes)).toBe(hours));

  it('ends an order of the PayPal stand-in when it is over, and not before', () => {
    const order = { id: 'o', status: 'CREATED', openSince: 1_000_000 };
    const at = (now: number) => {
      const desk = {
        settings: { approvalWindowMs: 60_000 },
        faults: { set: {} },
        ports: { now: () => new Date(now) },
        state: { open: () => [order] },
      };
      return lapsedOrders(desk as unknown as Desk).length;
    };
    expect([at(1_059_999), at(1_060_000)]).toEqual([0, 1]);
  });
});
