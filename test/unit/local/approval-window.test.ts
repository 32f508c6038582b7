import type { Account } from '../../../local/secrets.ts';
import { secretsOf } from '../../../local/secrets.ts';

const account: Account = {
  paypal: { clientId: 'c', clientSecret: 's', webhookId: 'w', merchantId: 'm' },
  signingKeys: { current: 'k1', keys: {} },
  lookupKeys: { current: 'k1', keys: {} },
  personLookupKeys: { current: 'k1', keys: {} },
  addressKeys: { key: '' },
  auditLogKey: { current: 'k1', keys: {} },
  staff: [],
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
});
