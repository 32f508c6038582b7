import { rmSync } from 'node:fs';
import { newHome, startRunningShop, type RunningShop } from '../../test/harness/running-shop.ts';
import { decide, shopper } from '../../test/harness/shopper.ts';
import { processorTimeOf } from './processor-time.ts';

/** How many orders are bought one after another, and then by 16 clients at once. */
const alone = Number(process.argv[2] ?? 30);
const together = Number(process.argv[3] ?? 96);
const clients = 16;
const lookEveryMs = 5;
/** Cards of the demonstration of which there are too few PINs to measure by. */
const scarce = ['SAHEL-EUR-15', 'LATINO-USD-5'];

/** Milliseconds: the whole journey from the first cart to the PINs, and the part from the approval on. */
type Journey = { whole: number; approval: number };

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN;

let refusedForNow = 0;

/** Checks out, and once more with the same key whenever the shop has no time for it. */
const placedBy = async (visitor: ReturnType<typeof shopper>, key: string = crypto.randomUUID()) => {
  for (;;) {
    const answer = await visitor.checkOut(`${key}@example.com`, key);
    if (answer.status !== 503) return answer;
    refusedForNow += 1;
  }
};

/** Buys one card with so many PINs, looks at the order until it is fulfilled, and has the PINs revealed. */
const buy = async ({ addresses }: RunningShop, sku: string, pinsWanted = 2): Promise<Journey> => {
  const begun = performance.now();
  const visitor = shopper(addresses);
  await visitor.put(sku, pinsWanted);
  const { body: placed, status } = await placedBy(visitor);
  if (status !== 201) throw new Error(`checkout returned ${status} ${JSON.stringify(placed)}`);
  const approved = performance.now();
  await decide(placed.approveUrl, 'approve');
  for (;;) {
    if ((await visitor.order(placed)).status === 'fulfilled') break;
    if (performance.now() - approved > 60_000) throw new Error('an order was not delivered in a minute');
    await new Promise((resume) => setTimeout(resume, lookEveryMs));
  }
  const { pins } = await visitor.revealed(placed);
  if (pins?.length !== pinsWanted) throw new Error('a reveal showed other PINs than were bought');
  return { whole: performance.now() - begun, approval: performance.now() - approved };
};

/** The least and the median: on a busy machine the least says more. */
const shown = (numbers: readonly number[]): string =>
  `${Math.min(...numbers).toFixed(0)} / ${median(numbers).toFixed(0)} ms`;

/** Runs something; returns the shop's processor time an order for it, as text. */
const measured = async (orders: number, work: () => Promise<void>): Promise<string> => {
  const before = processorTimeOf(shop.pid);
  await work();
  const after = processorTimeOf(shop.pid);
  const [node, database] = (['node', 'database'] as const).map((part) => (after[part] - before[part]) / orders);
  return `processor time an order ${node?.toFixed(0)} ms and ${database?.toFixed(0)} ms in the database`;
};

const home = newHome();
const shop = await startRunningShop(home);
try {
  const listed = await shopper(shop.addresses).ask('GET', '/products?country=US&limit=20');
  const known = (listed.body as { items: { sku: string }[] }).items
    .map(({ sku }) => sku)
    .filter((each) => !scarce.includes(each));
  const [sku = ''] = known;
  let first: Journey | undefined;
  const firstSpent = await measured(1, async () => void (first = await buy(shop, sku)));
  process.stdout.write(`first order ${first?.whole.toFixed(0)} ms; ${firstSpent}\n`);
  const journeys: Journey[] = [];
  const spentAlone = await measured(alone, async () => {
    for (let n = 0; n < alone; n += 1) journeys.push(await buy(shop, sku));
  });
  const [approvals, wholes] = [journeys.map(({ approval }) => approval), journeys.map(({ whole }) => whole)];
  process.stdout.write(
    `${alone} alone, least / p50: approval to PINs ${shown(approvals)}, whole journey ${shown(wholes)}; ${spentAlone}\n`,
  );
  const begun = performance.now();
  let left = together;
  const spentTogether = await measured(together, async () => {
    await Promise.all(
      Array.from({ length: clients }, async () => {
        while (left-- > 0) await buy(shop, known[left % known.length] ?? sku, 1);
      }),
    );
  });
  const seconds = (performance.now() - begun) / 1000;
  process.stdout.write(
    `${together} orders at ${clients} clients: ${(together / seconds).toFixed(1)}/s; ${spentTogether}; ${refusedForNow} times 503\n`,
  );
} finally {
  await shop.stop();
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
}
