import { spawnSync } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { readFileSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { newHome, removeHome, startRunningShop, type RunningShop } from '../harness/running-shop.ts';
import { shopper } from '../harness/shopper.ts';

/** Only what hangs takes this long. */
const longest = 300_000;

/** Starts the shop in vain, with this environment and these arguments. */
const startInVain = (environment: Record<string, string>, ...args: string[]) => {
  const env = { ...process.env, PORT: '0', ...environment };
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/local.ts', ...args], {
    env,
    encoding: 'utf8',
    timeout: longest,
  });
  return { status, stdout, stderr };
};

/** Processes that carry a folder's name in their command line: those that a shop on this folder has started. */
const processesOf = (home: string): string[] =>
  spawnSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' })
    .stdout.split('\n')
    .filter((line) => line.includes(home) && !line.includes('ps -eo'));

describe('npm start', () => {
  const home = newHome();
  let shop: RunningShop;
  beforeAll(async () => void (shop = await startRunningShop(home)), longest);
  afterAll(async () => {
    await shop.stop();
    removeHome(home);
  }, longest);

  it('tells every address once it is ready, on the terminal and in local.json', () => {
    const written = JSON.parse(readFileSync(path.join(home, 'local.json'), 'utf8')) as Record<string, unknown>;
    expect(Object.keys(written).sort()).toEqual(['api', 'aws', 'dynamodb', 'identity', 'mailbox', 'paypal', 'staff']);
    for (const name of ['api', 'mailbox', 'paypal', 'dynamodb']) expect(shop.said()).toContain(written[name]);
  });

  it('returns a warm GET /cart within fifty milliseconds, as soon as the machine lets it', async () => {
    const visitor = shopper(shop.addresses);
    await visitor.put('GLOBAL-USD-10', 1);
    let fastest = Infinity;
    while (fastest >= 50) {
      const begun = performance.now();
      await visitor.ask('GET', '/cart');
      fastest = Math.min(fastest, performance.now() - begun);
    }
    expect(fastest).toBeLessThan(50);
  }, 60_000);

  it('runs a schedule at once when it is asked to, moves its clock, and says when nothing is under way', async () => {
    const { aws } = shop.addresses;
    const run = await fetch(`${aws}/_schedules/payments-sweep`, { method: 'POST' });
    expect([run.status, (await fetch(`${aws}/_schedules/none`, { method: 'POST' })).status]).toEqual([200, 404]);
    const move = (offsetMs: number) => fetch(`${aws}/_clock`, { method: 'PUT', body: JSON.stringify({ offsetMs }) });
    expect((await move(86_400_000)).status).toBe(200);
    expect((await move(0)).status).toBe(200);
    while ((await fetch(`${aws}/_idle`)).status !== 200) await new Promise((resume) => setTimeout(resume, 50));
  }, 60_000);

  it(
    'refuses a second shop on the same data, in one sentence',
    () => {
      const { status, stderr } = startInVain({ CANDOR_HOME: home });
      expect(status).toBe(1);
      expect(stderr.trim().split('\n')).toHaveLength(1);
    },
    longest,
  );

  it(
    'keeps its data over a restart, and leaves no process behind at Ctrl-C',
    async () => {
      const visitor = shopper(shop.addresses);
      await visitor.put('GLOBAL-USD-10', 3);
      expect(processesOf(home).length).toBeGreaterThan(0);
      expect(await shop.stop()).toBe(0);
      expect(processesOf(home)).toEqual([]);
      shop = await startRunningShop(home);
      const again = await fetch(`${shop.addresses.api}/cart`, { headers: { cookie: visitor.cookie() } });
      expect(await again.json()).toMatchObject({ lines: [{ sku: 'GLOBAL-USD-10', quantity: 3 }] });
      await shop.stop();
    },
    longest,
  );

  it(
    'begins anew with --fresh: nothing of before is there, and the demonstration is',
    async () => {
      shop = await startRunningShop(home);
      const visitor = shopper(shop.addresses);
      await visitor.put('GLOBAL-USD-10', 3);
      await shop.stop();
      shop = await startRunningShop(home, {}, ['--fresh']);
      const cart = await fetch(`${shop.addresses.api}/cart`, { headers: { cookie: visitor.cookie() } });
      expect(await cart.json()).toMatchObject({ lines: [] });
      expect((await shopper(shop.addresses).put('GLOBAL-USD-10', 1)).status).toBe(200);
      await shop.stop();
    },
    longest,
  );

  it(
    'with --watch builds when a source is saved, and serves on',
    async () => {
      shop = await startRunningShop(home, {}, ['--watch']);
      // Saved, but not changed: other tests read the same sources.
      utimesSync('functions/contexts.ts', new Date(), new Date());
      while (!shop.said().includes('the new code runs')) await new Promise((resume) => setTimeout(resume, 50));
      expect((await fetch(`${shop.addresses.api}/health`)).status).toBe(200);
      await shop.stop();
    },
    longest,
  );

  it('says with --help what it takes', () => {
    const { status, stdout, stderr } = startInVain({}, '--help');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    for (const word of ['--fresh', '--port', 'CANDOR_HOME', 'PAYPAL_API_BASE']) expect(stdout).toContain(word);
  });
});

describe('npm start, with a mistake of its operator', () => {
  const home = newHome();
  afterAll(() => removeHome(home));

  const cases: [string, Record<string, string>, string[], RegExp][] = [
    ['a port that is not a number', { PORT: 'http' }, [], /PORT must be a whole number/],
    ['an unknown flag', {}, ['--frish'], /Unknown option '--frish'/],
    ['no Java', { PATH: '/nonexistent', JAVA_HOME: '' }, [], /Java/],
    ['a data folder that is a file', { CANDOR_HOME: path.resolve('package.json') }, [], /package\.json/],
    ['an address that is none', { PAYPAL_API_BASE: 'paypal' }, [], /PAYPAL_API_BASE must be/],
    [
      'trust anchors that are not there',
      { PAYPAL_API_BASE: 'http://127.0.0.1:9', PAYPAL_TRUST_ANCHORS: '/none.pem' },
      [],
      /none\.pem/,
    ],
  ];
  it.each(cases)(
    'says what to do about %s, in one sentence, with exit code 1',
    (_what, environment, args, sentence) => {
      const { status, stderr } = startInVain({ CANDOR_HOME: home, ...environment }, ...args);
      expect(status).toBe(1);
      expect(stderr).toMatch(sentence);
      expect(stderr.trim().split('\n')).toHaveLength(1);
    },
  );

  it('says that the port is in use', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const { status, stderr } = startInVain({ CANDOR_HOME: home, PORT: String(port) });
    server.close();
    expect(status).toBe(1);
    expect(stderr).toMatch(new RegExp(`${port}.*in use`));
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});
