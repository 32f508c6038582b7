import { TemplateError } from '../template/assembly.ts';

/** One request as the access log has it: the `$context` variables that are known, times in milliseconds, lengths in bytes. */
export type Access = {
  httpMethod: string;
  requestId: string;
  responseLatency: number;
  responseLength: number;
  routeKey: string;
  status: number;
};

const known = new Set<string>([
  'httpMethod',
  'requestId',
  'responseLatency',
  'responseLength',
  'routeKey',
  'status',
] satisfies (keyof Access)[]);

/** Compiles a stage's access log format into a function that makes one line. Throws TemplateError for an unknown variable. */
export const accessLine = (format: string): ((access: Access) => string) => {
  const variable = /\$context\.([A-Za-z]+(?:\.[A-Za-z]+)*)/g;
  for (const [whole, name = ''] of format.matchAll(variable)) {
    if (!known.has(name)) throw new TemplateError('AccessLogSettings.Format', `the variable ${whole} is unknown`);
  }
  return (access) => format.replace(variable, (_whole, name: keyof Access) => String(access[name]));
};
