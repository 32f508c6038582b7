import { issues, refuse, refuseStatus, refuseWith, type Issue, type Outcome } from './refusals.ts';

/** What the sandbox's PayPal-Mock-Response header asks for in place of the true answer; undefined when it is absent. */
export const mockedAnswer = (header: string | string[] | undefined): Outcome | undefined => {
  if (header === undefined) return undefined;
  const code = codeOf(String(header));
  if (code === undefined) return refuse('INVALID_PARAMETER_SYNTAX', { field: 'PayPal-Mock-Response' });
  if (code === 'INTERNAL_SERVER_ERROR' || code === 'INTERNAL_SERVICE_ERROR') return refuseStatus(500);
  return Object.hasOwn(issues, code) ? refuse(code as Issue) : refuseWith(422, code, 'Mocked by PayPal-Mock-Response.');
};

const codeOf = (header: string): string | undefined => {
  try {
    const { mock_application_codes: codes } = JSON.parse(header) as { mock_application_codes?: unknown };
    const code: unknown = Array.isArray(codes) ? codes[0] : codes;
    return typeof code === 'string' && /^[A-Z_]+$/.test(code) ? code : undefined;
  } catch {
    return undefined;
  }
};
