import { DescribeTableCommand, QueryCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { tableName } from '../../../functions/kit/contract/names.ts';
import { apply } from '../../../functions/kit/store/write.ts';
import { getAccount } from '../../../functions/accounts/account.ts';
import { recordAccess } from '../../../functions/audit/public.ts';
import { contactOf, contactWrite, emailOf, personsAt } from '../../../functions/people/public.ts';
import { accountIn } from '../../builders/accounts.ts';
import { buy } from '../../builders/journey.ts';
import { privacyOffice } from '../../harness/privacy-office.ts';
import { openWorld, shopOver, type Shop, type World } from '../../harness/shop-in-process.ts';
import { allTables, asSearched, dumpTables, putBack } from '../../harness/table-dump.ts';
import { createContractTables } from '../../harness/tables.ts';

let world: World;
beforeAll(async () => void (world = await openWorld()), 60_000);
afterAll(() => world.close());

/** What is never taken back: keys of persons have no backup, and the journal knows what a copy does not. */
const live = ['people.keys', 'people.journal'];
const restored = () => [...allTables().keys()].filter((name) => !live.includes(name));

const canary = {
  email: 'gone.canary@example.com',
  name: 'Gone Canary',
  telephone: '+15550188',
  address: { lines: ['7 Canary Row'], town: 'Lostville' },
};
const canaries = ['gone.canary', 'Gone Canary', '+15550188', 'Canary Row', 'Lostville'];

/** A customer of whom everything is held that there is a field for. */
const customerIn = async ({ ports }: Shop, email: string) => {
  const account = await accountIn(ports, { email });
  const { version } = (await contactOf(account.person, ports))!;
  const { name, telephone, address } = canary;
  const write = await contactWrite(account.person, { name, telephone, address }, { version, at: ports.now() }, ports);
  if (write) await apply(write, ports);
  const look = { staff: 'clerk', person: account.person, action: 'search', fields: ['email'], reason: 'order' };
  await recordAccess({ ...look, at: ports.now() }, ports);
  return account;
};

/** A shop with a history: two customers, each with an order; the backup of every table; and what came after it. */
const history = async () => {
  const shop = await world.shop({ limits: { timeout: 60_000, tries: 1 } });
  await shop.stock('CARD-A', 6);
  const [gone, stays] = [await customerIn(shop, canary.email), await customerIn(shop, 'stays@example.com')];
  const orders = { gone: await buy(shop, canary.email), stays: await buy(shop, 'stays@example.com') };
  const { stage } = shop.ports.settings;
  const backup = await dumpTables(world.dynamo.client, stage);
  const office = privacyOffice(shop);
  await office.visit('POST', await office.askAndRead(canary.email, 'erasure'));
  await office.work();
  return { shop, gone, stays, orders, backup };
};

/** Restores tables under another name, and returns the shop as it runs on them. */
const restore = async (shop: Shop, stage: string, backup: Awaited<ReturnType<typeof dumpTables>>, names: string[]) => {
  await createContractTables(world.dynamo.client, stage);
  await putBack(world.dynamo.client, stage, new Map([...backup].filter(([name]) => names.includes(name))));
  const table = (name: string) => (names.includes(name) ? tableName(stage, name) : shop.ports.table(name));
  return shopOver({ ...shop.ports, table });
};

describe('tables that were lost and are restored under another name', () => {
  // promise: P15
  it('run the shop again, tell nothing of somebody who was erased since, and all of everybody else', async () => {
    const { shop, gone, stays, orders, backup } = await history();
    const again = await restore(shop, 'restored', backup, restored());
    const office = privacyOffice(again);

    // Somebody who was erased after the copy: their rows are back, and nobody can read them.
    expect((await office.rows('people.persons')).map(({ id }) => id)).toContain(gone.person);
    expect(await contactOf(gone.person, again.ports)).toBeUndefined();
    expect(await personsAt(canary.email, again.ports)).toEqual([]);
    const dump = asSearched(await dumpTables(world.dynamo.client, 'restored'));
    for (const text of [canary.email, ...canaries]) expect(dump).not.toContain(text);

    // Everybody else is there, and the shop goes on.
    expect(await emailOf(stays.person, again.ports)).toBe('stays@example.com');
    expect(await getAccount(stays.id, again.ports)).toMatchObject({ status: 'active', person: stays.person });
    expect(await again.order(orders.stays)).toMatchObject({ status: 'fulfilled' });
    const next = await buy(again, 'new@example.com');
    expect(await again.order(next)).toMatchObject({ status: 'fulfilled' });

    // The journal was not taken back: the daily worker deletes by it what the copy brought.
    expect(await office.retain()).toMatchObject({ journal: expect.any(Number) as number });
    expect((await office.rows('people.persons')).map(({ id }) => id)).not.toContain(gone.person);
    expect(await emailOf(stays.person, again.ports)).toBe('stays@example.com');
  });

  it('have every row of the copy, with every attribute, and the indexes that it had', async () => {
    const { shop, backup } = await history();
    const { ports } = await restore(shop, 'compared', backup, restored());
    const copy = await dumpTables(world.dynamo.client, 'compared');
    for (const [name, spec] of allTables()) {
      if (live.includes(name)) continue;
      const sorted = (items: object[] = []) => items.map((item) => JSON.stringify(item)).sort();
      expect([name, sorted(copy.get(name))]).toEqual([name, sorted(backup.get(name))]);
      const { Table } = await world.dynamo.client.send(new DescribeTableCommand({ TableName: ports.table(name) }));
      const indexes = (Table?.GlobalSecondaryIndexes ?? []).map(({ IndexName }) => IndexName);
      expect(indexes.sort()).toEqual(Object.keys(spec.indexes ?? {}).sort());
    }
    expect([...copy].filter(([, items]) => items.length > 0).length).toBeGreaterThan(10);
  });

  it.each(restored())('%s alone, beside the others as they are now, is found by its indexes', async (name) => {
    const shop = await world.shop();
    const spec = allTables().get(name)!;
    const row = Object.fromEntries<AttributeValue>(
      [spec, ...Object.values(spec.indexes ?? {})].flatMap((keys) => [
        [keys.key, { S: 'a' }],
        ...(keys.sort === undefined
          ? []
          : [
              [keys.sort, 'numericSort' in keys && keys.numericSort ? { N: '1' } : { S: 'b' }] as [
                string,
                AttributeValue,
              ],
            ]),
      ]),
    );
    const stage = `one-${name.replace(/\W/g, '-')}`;
    const { ports } = await restore(shop, stage, new Map([[name, [row]]]), [name]);
    for (const [IndexName, { key }] of Object.entries(spec.indexes ?? {})) {
      const found = await ports.dynamo.send(
        new QueryCommand({
          TableName: ports.table(name),
          IndexName,
          KeyConditionExpression: '#key = :a',
          ExpressionAttributeNames: { '#key': key },
          ExpressionAttributeValues: { ':a': { S: 'a' } },
        }),
      );
      expect(found.Items).toHaveLength(1);
    }
    expect(ports.table('people.keys')).toBe(shop.ports.table('people.keys'));
  });
});

describe('keys of persons that were lost', () => {
  it('are not brought back by anything: whoever had one is erased, which is why their table cannot be deleted', async () => {
    const { shop, stays, backup } = await history();
    const again = await restore(shop, 'keyless', new Map([...backup].filter(([name]) => !live.includes(name))), [
      ...restored(),
      'people.keys',
    ]);
    expect(await emailOf(stays.person, again.ports)).toBeUndefined();
    expect(await personsAt('stays@example.com', again.ports)).toEqual([]);
  });
});
