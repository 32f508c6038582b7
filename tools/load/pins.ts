import { isPin, loadPins, type LoadPorts, type Pin } from '../../functions/pins/public.ts';
import { csvFields, linesOf, type Line } from '../../functions/kit/value/csv.ts';
import { knownProducts } from './products.ts';
import type { BadLine, Source } from './source.ts';

/** A PIN and the line it is on. */
export type PinLine = Pin & { line: number };

/** PINs by line, and the lines that hold none. */
export type ReadPins = { pins: PinLine[]; bad: BadLine[] };

const pinOf = ({ line, text }: Line): PinLine | string => {
  const fields = csvFields(text)?.map((field) => field.trim());
  if (!fields) return 'its quotes do not fit';
  const [sku = '', pin = ''] = fields;
  if (fields.length !== 2) return 'it has not two fields, a SKU and a PIN';
  if (!sku) return 'the SKU is missing';
  if (!pin) return 'the PIN is missing';
  if (!isPin(pin)) return 'the PIN is not 4 to 64 letters, digits, blanks and hyphens';
  return { line, sku, pin };
};

/** Reads pins.csv: every line that has a SKU and a PIN, and what is wrong with each of the others. */
export const readPins = ({ name: file, text }: Source): ReadPins => {
  const [header, ...lines] = linesOf(text);
  if (
    csvFields(header?.text ?? '')
      ?.map((name) => name.trim().toLowerCase())
      .join() !== 'sku,pin'
  )
    return {
      pins: [],
      bad: [{ file, line: header?.line ?? 1, is: 'the header sku,pin is missing; nothing of this file is loaded' }],
    };
  const result: ReadPins = { pins: [], bad: [] };
  for (const line of lines) {
    const pin = pinOf(line);
    if (typeof pin === 'string') result.bad.push({ file, line: line.line, is: pin });
    else result.pins.push(pin);
  }
  return result;
};

const says = {
  repeated: 'the same PIN is further up',
  'not-a-pin': 'the PIN is not of the expected form',
} as const;

/** Told after every PIN how many are done, and of how many. */
export type Progress = (done: number, of: number) => void;

/** Loads the PINs of products that the stage has, and counts what became of them. */
export const storePins = async (file: string, { pins, bad }: ReadPins, ports: LoadPorts, progress: Progress) => {
  const counts = { new: 0, 'already there': 0 };
  const refused = [...bad];
  const refuse = (line: number, is: string) => refused.push({ file, line, is });
  const known = await knownProducts(pins.map(({ sku }) => sku), ports); // prettier-ignore
  for (const { line, sku } of pins) if (!known.has(sku)) refuse(line, 'no product of the stage has this SKU');
  const wanted = pins.filter(({ sku }) => known.has(sku));
  let done = 0;
  await loadPins(wanted, ports, ({ line }, outcome) => {
    if (outcome === 'new') counts.new += 1;
    else if (outcome === 'already-there') counts['already there'] += 1;
    else refuse(line, says[outcome]);
    progress((done += 1), wanted.length);
  });
  return { counts, bad: refused };
};
