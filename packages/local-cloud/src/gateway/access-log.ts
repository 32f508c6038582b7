import { TemplateError } from '../template/error.ts';
import { account } from '../template/stack.ts';
import { commonLogTime, type Setting } from './event.ts';

/** One answered request, as the access log's variables see it. */
export type Access = Setting & {
  routeKey: string;
  method: string;
  path: string;
  sourceIp: string;
  userAgent: string;
  status: number;
  /** Milliseconds from the request's arrival to its answer. */
  latency: number;
  /** Milliseconds of that in the function; absent where none ran. */
  integrationLatency?: number;
  /** Bytes of the answer's body. */
  length: number;
  error?: string;
};

const absent = '-';
const orAbsent = (value: string | number | undefined): string => (value === undefined ? absent : String(value));

/** The `$context` variables that are known; API Gateway writes `-` for one without a value. */
const variables: Readonly<Record<string, (access: Access) => string>> = {
  accountId: () => account,
  apiId: () => 'local',
  dataProcessed: ({ length }) => String(length),
  domainName: ({ domainName }) => domainName,
  'error.message': ({ error }) => orAbsent(error),
  'error.messageString': ({ error }) => (error === undefined ? absent : JSON.stringify(error)),
  'error.responseType': () => absent,
  httpMethod: ({ method }) => method,
  'identity.sourceIp': ({ sourceIp }) => sourceIp,
  'identity.userAgent': ({ userAgent }) => userAgent,
  'integration.error': ({ error }) => orAbsent(error),
  'integration.integrationStatus': ({ integrationLatency }) => (integrationLatency === undefined ? absent : '200'),
  'integration.latency': ({ integrationLatency }) => orAbsent(integrationLatency),
  'integration.requestId': () => absent,
  'integration.status': ({ status, integrationLatency }) =>
    integrationLatency === undefined ? absent : String(status),
  integrationErrorMessage: ({ error }) => orAbsent(error),
  integrationLatency: ({ integrationLatency }) => orAbsent(integrationLatency),
  integrationStatus: ({ integrationLatency }) => (integrationLatency === undefined ? absent : '200'),
  path: ({ path }) => path,
  protocol: () => 'HTTP/1.1',
  requestId: ({ requestId }) => requestId,
  requestTime: ({ at }) => commonLogTime(at),
  requestTimeEpoch: ({ at }) => String(Math.floor(at.getTime() / 1000)),
  responseLatency: ({ latency }) => String(latency),
  responseLength: ({ length }) => String(length),
  routeKey: ({ routeKey }) => routeKey,
  stage: ({ stageName }) => stageName,
  status: ({ status }) => String(status),
};

/** Compiles the stage's access log format into a function that writes one line; an unknown variable is refused by name. */
export const accessLine = (format: string): ((access: Access) => string) => {
  const parts = format.split(/\$context\.([A-Za-z]+(?:\.[A-Za-z]+)*)/);
  const writers = parts.map((part, index): ((access: Access) => string) => {
    if (index % 2 === 0) return () => part;
    const known = Object.hasOwn(variables, part) ? variables[part] : undefined;
    if (!known) throw new TemplateError('AccessLogSettings.Format', `the variable $context.${part} is unknown`);
    return known;
  });
  return (access) => writers.map((write) => write(access)).join('');
};
