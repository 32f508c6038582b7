import { TemplateError } from '../template/error.ts';

/** One answered request, as the access log's variables see it. */
export type Access = {
  requestId: string;
  routeKey: string;
  method: string;
  status: number;
  /** Milliseconds from the request's arrival to its answer. */
  latency: number;
  /** Bytes of the answer's body. */
  length: number;
};

/** The `$context` variables that are known. */
const variables: Readonly<Record<string, (access: Access) => string | number>> = {
  httpMethod: ({ method }) => method,
  requestId: ({ requestId }) => requestId,
  responseLatency: ({ latency }) => latency,
  responseLength: ({ length }) => length,
  routeKey: ({ routeKey }) => routeKey,
  status: ({ status }) => status,
};

/** Compiles the stage's access log format into a function that writes one line; an unknown variable is refused by name. */
export const accessLine = (format: string): ((access: Access) => string) => {
  const parts = format.split(/\$context\.([A-Za-z]+(?:\.[A-Za-z]+)*)/);
  const writers = parts.map((part, index): ((access: Access) => string | number) => {
    if (index % 2 === 0) return () => part;
    const known = Object.hasOwn(variables, part) ? variables[part] : undefined;
    if (!known) throw new TemplateError('AccessLogSettings.Format', `the variable $context.${part} is unknown`);
    return known;
  });
  return (access) => writers.map((write) => write(access)).join('');
};
