import type { AskPayPal } from './client.ts';

/** One piece of evidence, of a type that PayPal has, in words. */
export type Evidence = { evidence_type: string; notes: string };

/** Parts the form; no text of an evidence can hold it, because JSON has no line breaks in its strings. */
const boundary = 'candor-evidence';

const form = (input: object): string =>
  [
    `--${boundary}`,
    'Content-Disposition: form-data; name="input"',
    'Content-Type: application/json',
    '',
    JSON.stringify(input),
    `--${boundary}--`,
    '',
  ].join('\r\n');

const act = async (call: AskPayPal, id: string, action: string, input: object): Promise<'taken' | 'refused'> => {
  const path = `/v1/customer/disputes/${encodeURIComponent(id)}/${action}`;
  const type = `multipart/form-data; boundary=${boundary}`;
  const response = await call({ method: 'POST', path, body: form(input), type });
  return response.status < 300 ? 'taken' : 'refused';
};

/**
 * Hands evidence of a dispute to PayPal; `refused` is PayPal's definite no, as after evidence that was taken before. PayPal
 * knows no request id here: read the dispute before it is repeated.
 */
export const provideEvidence = (call: AskPayPal, id: string, evidences: readonly Evidence[]) =>
  act(call, id, 'provide-evidence', { evidences });

/** Accepts the claim of a dispute: the payer gets the disputed amount back. */
export const acceptClaim = (call: AskPayPal, id: string) =>
  act(call, id, 'accept-claim', { note: 'The claim is accepted.', accept_claim_type: 'REFUND' });
