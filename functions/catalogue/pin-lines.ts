import { csvFields, linesOf, type Line } from '../kit/value/csv.ts';
import { isPin } from '../pins/public.ts';

/** A PIN of a card and the line that it is on, counted from 1. */
export type PinLine = { sku: string; pin: string; line: number };

/** A line that is not loaded, and what is wrong with it; it never quotes a PIN. */
export type BadLine = { line: number; is: string };

const headers = ['pin', 'sku,pin'];

const pinOn = (sku: string, { line, text }: Line): PinLine | BadLine => {
  const fields = csvFields(text)?.map((field) => field.trim());
  if (!fields) return { line, is: 'its quotes do not fit' };
  if (fields.length > 2) return { line, is: 'it has more fields than a SKU and a PIN' };
  if (fields.length === 2 && fields[0] !== sku) return { line, is: 'it is of another SKU' };
  const pin = fields.at(-1) ?? '';
  return isPin(pin) ? { sku, pin, line } : { line, is: 'the PIN is not 4 to 64 letters, digits, blanks and hyphens' };
};

/**
 * Reads PINs of one card out of CSV: a PIN a line, or SKU and PIN as in a file for `npm run load`; a header line is welcome. Each
 * line counts by itself, so that a bad one changes nothing for the others.
 */
export const readPinLines = (sku: string, csv: string): { pins: PinLine[]; refused: BadLine[] } => {
  const [first, ...others] = linesOf(csv.replace(/^\u{feff}/u, ''));
  const named = csvFields(first?.text ?? '')?.map((field) => field.trim().toLowerCase());
  const isHeader = named !== undefined && headers.includes(named.join(','));
  const read = [...(first && !isHeader ? [first] : []), ...others].map((line) => pinOn(sku, line));
  return {
    pins: read.filter((each): each is PinLine => 'pin' in each),
    refused: read.filter((each): each is BadLine => 'is' in each),
  };
};
