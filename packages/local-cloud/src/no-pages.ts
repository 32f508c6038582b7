import { gatewayAnswer } from './gateway/answer.ts';
import type { Page } from './gateway/gateway.ts';

/** An app without pages: whatever is not the API's is not found. */
export const noPages = (): Page => () => gatewayAnswer(404, 'Not Found');
