import { json, type Answer } from 'local-cloud/stand-in';

/** A JSON answer with the content type that PayPal gives it. */
export const paypalJson = (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  json(status, body, { 'content-type': 'application/json;charset=UTF-8', ...headers });
