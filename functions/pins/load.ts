import type { KeyWrapper } from '../kit/crypto/data-keys.ts';
import type { Ports } from '../kit/ports.ts';
import { seal } from '../kit/crypto/seal.ts';
import type { Secrets } from '../kit/crypto/secrets.ts';
import { KeyRing } from '../kit/crypto/tokens.ts';
import { forEachConcurrently } from './concurrent.ts';
import { batchId, isPin, pinId, placeOf, purpose, type Pin } from './pin.ts';
import { getBatchKey, putBatchKey, putPin } from './pin-rows.ts';

/** What loading PINs needs from outside. */
export type LoadPorts = Pick<Ports, 'dynamo' | 'table' | 'random'> & { keys: KeyWrapper; secrets: Secrets };

/** What became of one PIN; `repeated` is one that stood earlier in the same batch. */
export type LoadOutcome = 'new' | 'already-there' | 'repeated' | 'not-a-pin';

const width = 32;

/** The data key of a batch: made and stored the first time, opened when a load is repeated. */
const keyOf = async (id: string, ports: LoadPorts): Promise<Uint8Array> => {
  const stored = await getBatchKey(id, ports);
  if (stored) return ports.keys.open(purpose, id, stored.wrapped);
  const made = await ports.keys.generate(purpose, id);
  const standing = await putBatchKey({ id, wrapped: made.wrapped, purpose }, ports);
  const mine = Buffer.compare(standing.wrapped, made.wrapped) === 0;
  return mine ? made.plain : ports.keys.open(purpose, id, standing.wrapped);
};

/**
 * Seals PINs under one data key and puts them into the pool, each once whatever happens; a load that broke off is
 * finished by repeating it. Tells what became of each row as soon as it is known, not in the order of the rows. Throws
 * when the store, the keys or the permissions fail.
 */
export const loadPins = async <R extends Pin>(
  rows: readonly R[],
  ports: LoadPorts,
  tell: (row: R, outcome: LoadOutcome) => void = () => undefined,
): Promise<void> => {
  if (rows.length === 0) return;
  const ring = await ports.secrets('lookup-keys', KeyRing);
  const batch = batchId(ring, rows);
  const key = await keyOf(batch, ports);
  const seen = new Set<string>();

  const one = async (row: R): Promise<LoadOutcome> => {
    const { sku, pin } = row;
    if (!isPin(pin)) return 'not-a-pin';
    const id = pinId(ring, row);
    const place = placeOf(sku, id);
    if (seen.has(place.item)) return 'repeated';
    seen.add(place.item);
    return putPin({ sku, id, batch, sealed: seal(key, ports.random(12), place, pin), free: sku }, ports);
  };
  await forEachConcurrently(rows, width, async (row) => tell(row, await one(row)));
};
