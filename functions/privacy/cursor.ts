import type { OrderPage } from '../orders/public.ts';

type Position = NonNullable<OrderPage['next']>;

const form = /^(\d{4}-\d\d-\d\dT[\d:.]{8,12}Z) ([\w-]{22})$/;

/** Returns a place in a list of orders as a text that can stand in an address. */
export const cursorOf = ({ placedAt, id }: Position): string => Buffer.from(`${placedAt} ${id}`).toString('base64url');

/** Returns the place that a cursor names; undefined for the beginning, and for what is no cursor. */
export const positionAt = (cursor: string | undefined): Position | undefined => {
  const [, placedAt, id] = form.exec(Buffer.from(cursor ?? '', 'base64url').toString('utf8')) ?? [];
  return placedAt === undefined || id === undefined ? undefined : { placedAt, id };
};
