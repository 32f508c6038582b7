import type { KeyWrapper } from '../kit/crypto/data-keys.ts';
import type { Ports } from '../kit/ports.ts';
import { seal } from '../kit/crypto/seal.ts';
import type { Secrets } from '../kit/crypto/secrets.ts';
import { KeyRing } from '../kit/crypto/tokens.ts';
import { forEachConcurrently } from './concurrent.ts';
import { refuse, type Refusal } from '../kit/value/result.ts';
import { batchId, isPin, pinId, placeOf, purpose, requestBatchId, type Pin } from './pin.ts';
import { getBatchKey, putBatchKey, putPin } from './pin-rows.ts';

/** What loading PINs needs from outside. */
export type LoadPorts = Pick<Ports, 'dynamo' | 'table' | 'random'> & { keys: KeyWrapper; secrets: Secrets };

/** What became of one PIN; `repeated` is one that came earlier in the same batch. */
export type LoadOutcome = 'new' | 'already-there' | 'repeated' | 'not-a-pin';

const width = 32;

/** A batch of PINs; `of` is there when the id is that of a request, and tells its PINs. */
type Batch = { id: string; of?: string };

/** The data key of a batch: generated and stored the first time, opened when a load is repeated; undefined for other PINs. */
const keyOf = async ({ id, of }: Batch, ports: LoadPorts): Promise<Uint8Array | undefined> => {
  const stored = await getBatchKey(id, ports);
  const fresh = stored ? undefined : await ports.keys.generate(purpose, id);
  const kept = fresh ? await putBatchKey({ id, wrapped: fresh.wrapped, purpose, ...(of && { of }) }, ports) : stored;
  if (!kept || kept.of !== of) return undefined;
  const isMine = fresh !== undefined && Buffer.compare(kept.wrapped, fresh.wrapped) === 0;
  return isMine ? fresh.plain : ports.keys.open(purpose, id, kept.wrapped);
};

/**
 * Seals PINs under one data key and puts them into the pool, each once whatever happens; a load that broke off is
 * finished by repeating it. Tells what became of each row as soon as it is known, not in the order of the rows. A `request`
 * names the load: repeated under its name it tells the same again, and with other PINs it is refused. Throws when the store,
 * the keys or the permissions fail.
 */
export const loadPins = async <R extends Pin>(
  rows: readonly R[],
  ports: LoadPorts,
  tell: (row: R, outcome: LoadOutcome) => void = () => undefined,
  request?: string,
): Promise<Refusal<'idempotency-conflict'> | undefined> => {
  if (rows.length === 0) return undefined;
  const ring = await ports.secrets('lookup-keys', KeyRing);
  const of = batchId(ring, rows);
  const batch = request === undefined ? of : requestBatchId(ring, request);
  const key = await keyOf({ id: batch, ...(request !== undefined && { of }) }, ports);
  if (!key) return refuse('idempotency-conflict');
  const seen = new Set<string>();

  const load = async (row: R): Promise<LoadOutcome> => {
    const { sku, pin } = row;
    if (!isPin(pin)) return 'not-a-pin';
    const id = pinId(ring, row);
    const place = placeOf(sku, id);
    if (seen.has(place.item)) return 'repeated';
    seen.add(place.item);
    const sealed = seal(key, ports.random(12), place, pin);
    return putPin({ sku, id, batch, sealed, free: sku }, ports, request !== undefined);
  };
  await forEachConcurrently(rows, width, async (row) => tell(row, await load(row)));
  return undefined;
};
