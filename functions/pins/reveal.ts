import type { KeyWrapper } from '../kit/crypto/data-keys.ts';
import type { Ports } from '../kit/ports.ts';
import { unseal } from '../kit/crypto/seal.ts';
import { placeOf, purpose, type Pin } from './pin.ts';
import { BatchKey, PinRow, readAll } from './pin-rows.ts';
import { holdOf, pinsIn } from './hold-row.ts';

type ReadingPorts = Pick<Ports, 'dynamo' | 'table'> & { keys: KeyWrapper };

const openKeys = async (batches: string[], ports: ReadingPorts): Promise<Map<string, Uint8Array>> => {
  const rows = await readAll('pins.keys', batches.map((id) => ({ id })), BatchKey, ports); // prettier-ignore
  const open = async ({ id, wrapped }: BatchKey) => [id, await ports.keys.open(purpose, id, wrapped)] as const;
  return new Map(await Promise.all(rows.map(open)));
};

const nameOf = ({ sku, id }: { sku: string; id: string }): string => `${sku}/${id}`;

/**
 * Returns the PINs that an order holds, by SKU and always in the same order; none for an order without a hold. Whether the
 * buyer may see them is for the caller to know. Each batch's key is opened once. Throws when a PIN belongs to another
 * order or does not open.
 */
export const pinsOf = async (order: string, ports: ReadingPorts): Promise<Pin[]> => {
  const hold = await holdOf(order, ports);
  const wanted = hold ? pinsIn(hold) : [];
  const rows = await readAll('pins.pins', wanted, PinRow, ports);
  const keys = await openKeys([...new Set(rows.map(({ batch }) => batch))], ports);
  const found = new Map(rows.map((row) => [nameOf(row), row]));
  return wanted.map((pin) => {
    const row = found.get(nameOf(pin));
    if (row?.heldBy !== order) throw new Error('a held PIN is not where its hold says');
    const key = keys.get(row.batch);
    if (!key) throw new Error('the key of a batch of PINs is missing');
    return { sku: row.sku, pin: unseal(key, placeOf(row.sku, row.id), row.sealed) };
  });
};
