import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { limitRules } from '../../../functions/accounts/domain/limits.ts';
import { clear, count } from '../../../functions/accounts/limits.ts';
import { contractDatabase } from '../../harness/contract-database.ts';
import { testPorts } from '../../harness/ports.ts';

const database = contractDatabase();
let now = new Date('2026-07-01T12:00:00Z');
const ports = () => testPorts({ dynamo: database.client(), now: () => now });
const many = (n: number, address: string) =>
  Promise.all(Array.from({ length: n }, () => count('sign-in', address, ports())));

describe('a limit', () => {
  const { most, window } = limitRules['sign-in'];

  it('lets through as many as it says of those who come at once, for each address alone', async () => {
    expect((await many(most + 5, 'jane@example.com')).filter(Boolean)).toHaveLength(most);
    expect(await count('sign-in', 'joe@example.com', ports())).toBe(true);
    expect(await count('reset', 'jane@example.com', ports())).toBe(true);
  });

  it('counts anew after its window, and after a success', async () => {
    await many(most, 'ann@example.com');
    expect(await count('sign-in', 'ann@example.com', ports())).toBe(false);
    await clear('sign-in', 'ann@example.com', ports());
    expect(await count('sign-in', 'ann@example.com', ports())).toBe(true);
    await many(most, 'ann@example.com');
    now = new Date(now.getTime() + window);
    expect(await count('sign-in', 'ann@example.com', ports())).toBe(true);
  });

  it('keeps no address, and its row expires with its window', async () => {
    const { Items = [] } = await database
      .client()
      .send(new ScanCommand({ TableName: ports().table('accounts.limits') }));
    expect(Items.length).toBeGreaterThan(0);
    expect(JSON.stringify(Items)).not.toContain('example.com');
    for (const { expiresAt } of Items)
      expect(Number(expiresAt?.N) * 1000 - now.getTime()).toBeLessThanOrEqual(3_600_000);
  });
});
