import { FunctionError } from '../lambda/function-error.ts';
import type { Invoke } from '../template/cloud.ts';
import { answerOf, gatewayAnswer, internalError, type Answer } from './answer.ts';
import { eventOf, type Request, type Setting } from './event.ts';
import { matcher, type Match } from './match.ts';
import type { Route } from '../template/cloud.ts';

/** An answer with what the access log tells of it. */
export type Handled = { answer: Answer; routeKey: string; integrationLatency?: number; error?: string };

/** Answers one request to the API: route, invoke, translate. Never rejects. */
export type Api = (request: Request, setting: Setting) => Promise<Handled>;

const notRouted = '-';
const outOfTime = Symbol('out of time');

/** The HTTP API of one stage: its routes, answered by functions. */
export const httpApi = (routes: readonly Route[], invoke: Invoke): Api => {
  const match = matcher(routes);
  return async (request, setting) => {
    let found: Match | undefined;
    try {
      found = match(request.method, request.path.slice(setting.stageName.length + 1) || '/');
    } catch {
      return { answer: gatewayAnswer(400, 'Bad Request'), routeKey: notRouted };
    }
    if (!found) return { answer: gatewayAnswer(404, 'Not Found'), routeKey: notRouted };
    return integrate(found, eventOf(request, found, setting), invoke);
  };
};

const integrate = async ({ route }: Match, event: unknown, invoke: Invoke): Promise<Handled> => {
  const started = performance.now();
  const handled = (answer: Answer, error?: string): Handled => ({
    answer,
    routeKey: route.routeKey,
    integrationLatency: Math.round(performance.now() - started),
    ...(error === undefined ? {} : { error }),
  });
  try {
    const result = await within(route.timeoutSeconds, invoke(route.functionId, event));
    if (result === outOfTime) return handled(gatewayAnswer(503, 'Service Unavailable'), 'Integration timed out');
    return handled(answerOf(result));
  } catch (error) {
    if (!(error instanceof FunctionError)) return handled(internalError(), 'The function was not reached');
    if (error.errorType === 'Function.RequestSizeTooLarge') {
      return handled(gatewayAnswer(413, 'Request Entity Too Large'), error.errorType);
    }
    return handled(internalError(), error.errorType);
  }
};

const within = async <T>(seconds: number, work: Promise<T>): Promise<T | typeof outOfTime> => {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<typeof outOfTime>((resolve) => {
    timer = setTimeout(() => resolve(outOfTime), seconds * 1000);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
};
