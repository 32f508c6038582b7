import { contactOf, emailOf } from '../../../functions/people/public.ts';
import { buy } from '../../builders/journey.ts';
import { privacyOffice } from '../../harness/privacy-office.ts';
import { openWorld, type World } from '../../harness/shop-in-process.ts';
import { allTables, asSearched, dumpTables, putBack } from '../../harness/table-dump.ts';

let world: World;
beforeAll(async () => void (world = await openWorld()), 60_000);
afterAll(() => world.close());

const inBackups = (name: string) => allTables().get(name)?.holds !== 'person-keys';

describe('a backup that is put back', () => {
  // promise: P15
  it('tells nothing of somebody who was erased after it was made, and still all of a control person', async () => {
    const shop = await world.shop({ limits: { timeout: 60_000, tries: 1 } });
    await shop.stock('CARD-A', 5);
    const office = privacyOffice(shop);
    const { client } = world.dynamo;
    const { stage } = shop.ports.settings;
    const [gone, control] = [await buy(shop, 'gone@example.com'), await buy(shop, 'stays@example.com')];
    const [erased, kept] = [(await shop.order(gone)).buyer, (await shop.order(control)).buyer];

    const backup = new Map([...(await dumpTables(client, stage))].filter(([name]) => inBackups(name)));
    expect([...backup.keys()]).not.toContain('people.keys');
    expect(backup.get('people.persons')?.length).toBe(2);

    await office.visit('POST', await office.askAndRead('gone@example.com', 'erasure'));
    await office.work();
    await putBack(client, stage, backup);

    expect((await office.rows('people.persons')).map(({ id }) => id)).toContain(erased);
    expect(await contactOf(erased, shop.ports)).toBeUndefined();
    expect(await emailOf(erased, shop.ports)).toBeUndefined();
    expect(await emailOf(kept, shop.ports)).toBe('stays@example.com');
    expect(asSearched(await dumpTables(client, stage))).not.toContain('gone@example.com');

    expect(await office.retain()).toMatchObject({ journal: 1 });
    expect((await office.rows('people.persons')).map(({ id }) => id)).toEqual([kept]);
    expect(await office.retain()).toMatchObject({ journal: 0 });
  });
});
