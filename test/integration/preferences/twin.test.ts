import { randomBytes } from 'node:crypto';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { isFree } from '../../../functions/preferences/domain/lease.ts';
import { claimAddress, mayReceive, type Topic } from '../../../functions/preferences/public.ts';
import { asItem } from '../../../functions/preferences/row.ts';
import { anyAddress, now } from '../../builders/any-address.ts';
import { contractDatabase } from '../../harness/contract-database.ts';
import { testPorts, type TestPorts } from '../../harness/ports.ts';

const database = contractDatabase();
let ports: TestPorts;
beforeAll(() => {
  ports = testPorts({ dynamo: database.client() });
});

const sendings = fc.record({
  class: fc.constantFrom('marketing' as const, 'one-time' as const, 'service' as const),
  topic: fc.constantFrom<Topic>('newsletter', 'offers'),
  letter: fc.constantFrom('l1', 'l2'),
});

it('a claim is got exactly when what is pure says yes and nobody holds the address, in every state and class', async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.constant(null).chain(() => anyAddress(randomBytes(16).toString('hex'))),
      sendings,
      async (drawn, sending) => {
        const address = { ...drawn, id: randomBytes(32).toString('base64url') };
        const put = { TableName: ports.table('preferences.addresses'), Item: asItem(address) };
        await ports.dynamo.send(new PutItemCommand(put));
        const may = mayReceive(address, { ...sending, now });
        const expected = may !== 'yes' ? may : isFree(address.lease, now) ? 'claimed' : 'leased';
        const claim = { ...sending, claim: ports.newId(), until: now.getTime() + 5000, now };
        const got = await claimAddress(address.id, claim, ports);
        expect('claimed' in got ? 'claimed' : got.refused).toBe(expected);
        seen.add(`${sending.class} ${expected}`);
      },
    ),
    { numRuns: 300 },
  );
  for (const each of ['marketing claimed', 'marketing capped', 'marketing no-consent', 'one-time invited', 'service paused'])
    expect(seen).toContain(each);
}); // prettier-ignore
