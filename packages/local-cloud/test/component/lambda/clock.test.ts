import { bundleClock, runBundles } from './bundles.ts';

const source = `const atLoad = Date.now();
  exports.handler = async (_event, context) => ({
    atLoad,
    now: Date.now(),
    made: new Date().getTime(),
    called: Date.parse(Date()),
    fixed: [new Date(0).toISOString(), new Date(2026, 0, 2, 3).toISOString(), new Date('2026-01-02').getTime()],
    isDate: new Date() instanceof Date && new Date().constructor === Date && Date.UTC(2026) === 1767225600000,
    left: context.getRemainingTimeInMillis(),
  })`;
const hour = 3_600_000;
const near = (value: unknown, offset: number) =>
  expect(Math.abs(Number(value) - Date.now() - offset)).toBeLessThan(60_000);

describe("a function's clock", () => {
  afterEach(() => bundleClock.move(0));

  it('follows the shop while it runs and when it starts late, and its time-out does not', async () => {
    const { invoke, close } = runBundles({ early: source, late: source });
    const first = (await invoke('early', {})) as Record<string, unknown>;
    near(first['now'], 0);
    bundleClock.move(3 * hour);
    for (const id of ['early', 'late']) {
      const answer = (await invoke(id, {})) as Record<string, unknown>;
      for (const name of ['now', 'made', 'called']) near(answer[name], 3 * hour);
      near(answer['atLoad'], id === 'early' ? 0 : 3 * hour);
      expect(answer['left']).toBeGreaterThan(0);
      expect(answer['left']).toBeLessThanOrEqual(5000);
    }
    bundleClock.move(-hour);
    const back = (await invoke('early', {})) as Record<string, unknown>;
    near(back['now'], -hour);
    expect(back['left']).toBeLessThanOrEqual(5000);
    await close();
  });

  it('leaves dates alone that are told which day it is', async () => {
    bundleClock.move(hour);
    const { invoke, close } = runBundles({ work: source });
    expect(await invoke('work', {})).toMatchObject({
      fixed: ['1970-01-01T00:00:00.000Z', new Date(2026, 0, 2, 3).toISOString(), 1_767_312_000_000],
      isDate: true,
    });
    await close();
  });
});
