import type { KeyWrapper } from '../kit/crypto/data-keys.ts';
import type { Secrets } from '../kit/crypto/secrets.ts';
import type { StaffRoutes } from '../kit/http/types.ts';
import type { Ports } from '../kit/ports.ts';
import { requestId } from '../kit/store/idempotency.ts';
import { isRefusal, refuse } from '../kit/value/result.ts';
import { freeCount, loadPins, unfitCount, type Unfit } from '../pins/public.ts';
import type { catalogue } from './contract.ts';
import { view } from './domain.ts';
import { productPage } from './page.ts';
import { readPinLines, type BadLine, type PinLine } from './pin-lines.ts';
import { stockOf } from './stock.ts';
import { getProduct, putProduct } from './store.ts';

/** Nobody counts further: that many PINs are not sold while somebody looks. */
const counted = 100_000;

/** As many as are loaded well before a request has to be answered. */
const mostPins = 1000;

const says = {
  'already-there': 'the PIN has been loaded before',
  repeated: 'the same PIN is on a line above',
  'not-a-pin': 'the PIN is not of the expected form',
};

/** The catalogue's routes for staff of the group fulfilment: products and the stock of PINs. */
export const routes: StaffRoutes<typeof catalogue, Ports & { secrets: Secrets; keys: KeyWrapper }> = {
  putProduct: async ({ path: { sku }, body: { sku: named = sku, ...entry } }, ports) => {
    if (named !== sku) return refuse('invalid-request');
    const product = { ...entry, sku, faceValue: entry.faceValue ?? entry.price };
    const refusal = await putProduct(product, ports);
    if (refusal) return refusal;
    const stock = await stockOf([sku], ports);
    return { body: view(product, stock.get(sku) === true) };
  },

  loadPins: async ({ path: { sku }, body, staff, idempotencyKey, route }, ports) => {
    if (!(await getProduct(sku, ports))) return refuse('unknown-product');
    const { pins, refused } = readPinLines(sku, body);
    if (pins.length > mostPins) return refuse('too-many-lines');
    const lines: BadLine[] = [...refused];
    let loaded = 0;
    const tell = ({ line }: PinLine, outcome: 'new' | keyof typeof says) => {
      if (outcome === 'new') loaded += 1;
      else lines.push({ line, is: says[outcome] });
    };
    const request = idempotencyKey === undefined ? undefined : requestId(`${route} ${sku}`, staff.id, idempotencyKey);
    const refusal = await loadPins(pins, ports, tell, request);
    if (isRefusal(refusal)) return refusal;
    return { body: { loaded, refused: lines.sort((a, b) => a.line - b.line) } };
  },

  readStock: async ({ query }, ports) => {
    const { products, next } = await productPage(query, ports);
    const stock = products.map(async ({ sku, name }) => {
      const count = (reason: Unfit) => unfitCount(reason, sku, counted, ports);
      const [free, burned, faulty, recalled] = await Promise.all([
        freeCount(sku, counted, ports),
        count('burned'),
        count('faulty'),
        count('recalled'),
      ]);
      return { sku, name, free, burned, faulty, recalled };
    });
    return { body: { items: await Promise.all(stock), next } };
  },
};
