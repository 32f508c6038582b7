import { json, type Answer } from 'local-cloud/stand-in';
import { debugId } from './ids.ts';

/** Returns an HTTP response with the headers that PayPal gives it. */
export const paypalJson = ({ status, body }: { status: number; body: unknown }): Answer => {
  const { debug_id: id = debugId() } = body as { debug_id?: string };
  return json(status, body, { 'content-type': 'application/json;charset=UTF-8', 'paypal-debug-id': id });
};
