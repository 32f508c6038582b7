import { FunctionError } from '../lambda/function-error.ts';
import type { Invoke, Route } from '../template/cloud.ts';
import type { Answer } from '../stand-in/index.ts';
import { answerOf, gatewayAnswer, internalError } from './answer.ts';
import { eventOf, type Request, type Setting } from './event.ts';
import { matcher, type Match } from './match.ts';

/** An answer with the route that gave it. */
export type Handled = { answer: Answer; routeKey: string };

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
  const handled = (answer: Answer): Handled => ({ answer, routeKey: route.routeKey });
  try {
    const result = await within(route.timeoutSeconds, invoke(route.functionId, event));
    return handled(result === outOfTime ? gatewayAnswer(503, 'Service Unavailable') : answerOf(result));
  } catch (error) {
    const tooLarge = error instanceof FunctionError && error.errorType === 'Function.RequestSizeTooLarge';
    return handled(tooLarge ? gatewayAnswer(413, 'Request Entity Too Large') : internalError());
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
