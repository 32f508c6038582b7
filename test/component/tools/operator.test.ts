import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes, randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { accessesOf } from '../../../functions/audit/public.ts';
import { catalogue } from '../../../functions/catalogue/contract.ts';
import { putProduct } from '../../../functions/catalogue/public.ts';
import { routes as catalogueRoutes } from '../../../functions/catalogue/staff-routes.ts';
import { fulfilment } from '../../../functions/fulfilment/contract.ts';
import { routes as fulfilmentRoutes } from '../../../functions/fulfilment/staff-routes.ts';
import { privacy } from '../../../functions/privacy/contract.ts';
import { routes as privacyRoutes } from '../../../functions/privacy/staff-routes.ts';
import { transact } from '../../../functions/kit/store/write.ts';
import { contactOf, newPerson } from '../../../functions/people/public.ts';
import { serve } from '../../../functions/kit/http/serve.ts';
import { parseArguments, usageOf } from '../../../tools/operator/arguments.ts';
import { asker } from '../../../tools/operator/ask.ts';
import { commands } from '../../../tools/operator/commands/index.ts';
import { Mistake } from '../../../tools/operator/mistake.ts';
import { money, product } from '../../builders/cards.ts';
import { orderRow, placeOrderRow } from '../../builders/orders.ts';
import { newSku, pinRows } from '../../builders/pool.ts';
import { staffSessions } from '../../builders/staff.ts';
import { sendTo } from '../../harness/api-in-process.ts';
import { contractDatabase } from '../../harness/contract-database.ts';
import { testPorts, type TestPorts } from '../../harness/ports.ts';

const database = contractDatabase();
let ports: TestPorts;
let folder: string;
beforeAll(() => {
  ports = testPorts({ dynamo: database.client(), sessions: staffSessions });
  folder = mkdtempSync(path.join(tmpdir(), 'candor-operator-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a command against routes in process, with a token of the group that it needs unless told otherwise. */
const run = async (argv: string[], { group, typed = '' }: { group?: string; typed?: string } = {}) => {
  const served = [
    { context: catalogue, handler: serve(catalogue, catalogueRoutes, ports) },
    { context: fulfilment, handler: serve(fulfilment, fulfilmentRoutes, ports) },
    { context: privacy, handler: serve(privacy, privacyRoutes, ports) },
  ];
  const { command, ...given } = parseArguments(argv, commands);
  const [out, err]: [string[], string[]] = [[], []];
  const ask = asker(sendTo(served), async (needed) => group ?? needed);
  const good = await command!.run(given, {
    ask,
    prompt: async () => typed,
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
    json: given.values.json === true,
    folder,
    newKey: randomUUID,
    now: () => 0,
  });
  return { good, out, err };
};
const file = (name: string, content: string): string => {
  writeFileSync(path.join(folder, name), content);
  return name;
};
const productOf = (sku: string, more: object = {}) => ({
  sku,
  name: 'Global',
  description: 'Calls.',
  price: { amount: '10.00', currency: 'USD' },
  countries: ['US'],
  ...more,
});

describe('the operator’s products', () => {
  it('are stored each by itself; what is wrong is told by its line', async () => {
    const [good, bad] = [newSku(), newSku()];
    const text = JSON.stringify([productOf(good), productOf(bad, { countries: [] }), { name: 'no SKU' }], null, 1);
    const result = await run(['products', file('products.json', text)]);
    expect(result).toEqual({
      good: false,
      out: ['products.json: 1 stored, 2 refused'],
      err: [
        expect.stringMatching(/^products\.json:\d+: Some fields .* \/body\/countries is too small$/),
        expect.stringMatching(/^products\.json:\d+: the SKU is missing$/),
      ],
    });
  });

  it('are not stored from a file that is no JSON', async () => {
    await expect(run(['products', file('broken.json', '[\n{"sku": }]')])).rejects.toThrow(
      'broken.json:2: the file stops being JSON here.',
    );
  });
});

describe('the operator’s PINs', () => {
  it('go in pieces, and lines that are refused are told by their number in the file', async () => {
    const [one, other] = [newSku(), newSku()];
    for (const sku of [one, other]) await putProduct(product(sku, money(950)), ports);
    const rows = Array.from({ length: 600 }, (_, n) => `${n % 2 ? one : other},${10_000_000 + n}`);
    rows[501] = `${other},x`;
    const csv = `sku,pin\n${rows.join('\n')}\nUNKNOWN-1,12345678\nonly-a-pin\n`;
    const result = await run(['pins', file('pins.csv', csv)]);
    expect(result).toEqual({
      good: false,
      out: ['pins.csv: 599 loaded, 3 refused'],
      err: [
        'pins.csv:503: the PIN is not 4 to 64 letters, digits, blanks and hyphens',
        'pins.csv:602: There is no such product.',
        'pins.csv:603: the SKU is missing',
      ],
    });
    expect(await pinRows(one, ports)).toHaveLength(299);
  });

  it('of one card are a PIN a line, and are told as JSON to a program', async () => {
    const sku = newSku();
    await putProduct(product(sku, money(950)), ports);
    const name = file('one.csv', '11112222\n33334444\n11112222\n');
    const { good, out } = await run(['pins', sku, name, '--json']);
    expect(good).toBe(false);
    expect(out.map((line) => JSON.parse(line) as unknown)).toEqual([
      { loaded: 2, refused: [{ line: 3, is: 'the same PIN is on a line above' }] },
    ]);
    expect((await run(['stock'])).out).toContainEqual(expect.stringMatching(new RegExp(`^${sku} +2 +0 +0 +0 +Card`)));
  });
});

describe('the operator’s orders', () => {
  it('are looked up, on record, and shown with lines and history', async () => {
    const id = randomBytes(16).toString('base64url');
    const history = [{ status: 'fulfilled', at: '2026-01-01T00:00:00.000Z' }] as const;
    const row = orderRow(id, 'fulfilled', { buyer: randomBytes(16).toString('base64url'), history: [...history] });
    await placeOrderRow(row, ports);
    const { out } = await run(['order', id]);
    expect(out).toContain(`order   ${id}`);
    expect(out).toContainEqual(expect.stringMatching(/^1 +CARD-A .* USD$/));
    expect(out.at(-1)).toBe('2026-01-01T00:00:00.000Z  fulfilled');
    expect(await run(['receipt', id])).toMatchObject({ good: true, out: ['The receipt is on its way.'] });
    expect(await accessesOf(row.buyer, ports)).toHaveLength(2);
  });
});

describe('the operator’s people', () => {
  it('are found for a reason, changed, and seen in the record afterwards', async () => {
    const [id, order] = [randomBytes(16).toString('base64url'), randomBytes(16).toString('base64url')];
    const email = `${order.toLowerCase().replace(/[^a-z0-9]/g, '')}@example.com`;
    await transact(await newPerson({ id, email, name: 'Ada', at: ports.now() }, ports), ports);
    await placeOrderRow(orderRow(order, 'fulfilled', { buyer: id, placedAt: ports.now().toISOString() }), ports);
    const reason = ['--reason', order];
    const { out } = await run(['person', ...reason], { typed: email });
    expect(out).toContain(`person  ${id}`);
    expect(out).toContain(`e-mail  ${email}`);
    expect(out).toContainEqual(expect.stringMatching(new RegExp(`^${order} +fulfilled`)));
    expect((await run(['correct', id, ...reason, '--name', 'Grace'])).out).toEqual(['It is corrected.']);
    expect((await run(['opt-out', id, ...reason])).out).toEqual(['This person gets no news any more.']);
    const [begun = ''] = (await run(['erase', id, ...reason])).out;
    const [, request = ''] = /request (\S+),/.exec(begun) ?? [];
    expect((await run(['requests'])).out).toContainEqual(expect.stringMatching(new RegExp(`^${request} +erasure`)));
    await expect(run(['person', '--reason', 'nothing'], { typed: email })).rejects.toThrow('There is nothing here.');
    const looks = (await run(['audit', '--person', id, '--from', '2020-01-01'])).out;
    expect(looks.map((line) => line.split(/ +/)[2])).toEqual([
      'action',
      'search',
      'correct',
      'opt-out',
      'erase',
      'search',
    ]);
    const report = (await run(['audit', '--unexplained', '--person', id, '--json'])).out;
    expect(JSON.parse(report.join())).toMatchObject({ items: [{ reason: 'nothing', explained: false }] });
  });

  it('have the mailing address corrected by what is typed then', async () => {
    const [id, order] = [randomBytes(16).toString('base64url'), randomBytes(16).toString('base64url')];
    await transact(await newPerson({ id, email: 'moves@example.com', at: ports.now() }, ports), ports);
    await placeOrderRow(orderRow(order, 'fulfilled', { buyer: id, placedAt: ports.now().toISOString() }), ports);
    await run(['correct', id, '--reason', order, '--address'], { typed: 'Elm 1; Back ' });
    expect(await contactOf(id, ports)).toMatchObject({ address: { lines: ['Elm 1', 'Back'], town: 'Elm 1; Back' } });
    await run(['correct', id, '--reason', order, '--address'], { typed: ' ' });
    expect((await contactOf(id, ports))?.address).toBeUndefined();
  });

  it('are kept from erasure for a case, shown, and let go', async () => {
    const [id, order] = [randomBytes(16).toString('base64url'), randomBytes(16).toString('base64url')];
    await transact(await newPerson({ id, email: 'held@example.com', at: ports.now() }, ports), ports);
    await placeOrderRow(orderRow(order, 'fulfilled', { buyer: id, placedAt: ports.now().toISOString() }), ports);
    const until = new Date(ports.now().getTime() + 86_400_000).toISOString();
    await expect(run(['hold', order, '--reason', 'case-1'])).rejects.toThrow('Say until when');
    await expect(run(['hold', order, '--until', until])).rejects.toThrow('Say for which case');
    expect((await run(['hold', order, '--reason', 'case-1', '--until', until])).out).toEqual([
      `It is held until ${until}; the buyer is there as a person.`,
    ]);
    expect((await run(['held', order])).out).toContainEqual(expect.stringMatching(/^case +case-1$/));
    expect((await run(['lift', order, '--reason', 'case-1'])).out).toEqual(['It is lifted.']);
    expect((await run(['held', order])).out).toContainEqual(expect.stringMatching(/^lifted +20/));
  });

  it('are not looked for without a reason', async () => {
    await expect(run(['person'])).rejects.toThrow('Say why: --reason');
  });
});

describe('a mistake of the operator', () => {
  it.each([
    ['another group', () => run(['stock'], { group: 'support' }), 'This is for the group fulfilment'],
    ['no session', () => run(['stock'], { group: 'unknown' }), 'You are not signed in: npm run operator -- sign-in.'],
    ['an order that there is not', () => run(['order', 'O'.repeat(22)]), 'There is nothing here.'],
    ['a file that there is not', () => run(['pins', 'none.csv']), 'none.csv cannot be read: it does not exist.'],
  ])('is told in one sentence: %s', async (_, command, sentence) => {
    await expect(command()).rejects.toThrow(sentence);
  });

  it.each([
    [['stokc'], 'There is no command stokc; npm run operator -- --help lists what there is.'],
    [['order'], 'The command is: npm run operator -- order ID'],
    [['order', 'a', 'b'], 'The command is: npm run operator -- order ID'],
    [['stock', '--reason', 'x'], 'stock does not take --reason; npm run operator -- --help lists what there is.'],
    [['stock', '--colour'], "Unknown option '--colour'; npm run operator -- --help lists what there is."],
  ])('is told in one sentence: %j', (argv, sentence) => {
    expect(() => parseArguments(argv, commands)).toThrow(new Mistake(sentence));
  });

  it('is not made by an id that begins with a hyphen', () => {
    const id = `-${'x'.repeat(21)}`;
    const given = parseArguments(['correct', id, '--reason', id, '--name', 'Ada'], commands);
    expect(given).toMatchObject({ name: 'correct', words: [id], values: { reason: id, name: 'Ada' } });
    expect(parseArguments(['order', id], commands).words).toEqual([id]);
  });

  it('is not made by who reads the help, which has every command', () => {
    for (const { words } of Object.values(commands)) expect(usageOf(commands)).toContain(words);
    expect(parseArguments(['stock', '--help'], commands).command).toBeUndefined();
  });
});
