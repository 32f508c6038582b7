import * as z from 'zod/mini';
import { context } from '../kit/contract/contract.ts';

/** The system about itself: health, contract, policy. */
export const meta = context('meta', {
  routes: {
    health: {
      at: 'GET /health',
      auth: 'public',
      summary: 'Tell whether the API is there, and its version',
      returns: z.object({ status: z.literal('ok'), version: z.string() }),
      uses: [],
    },
    openapi: {
      at: 'GET /openapi.json',
      auth: 'public',
      summary: 'This contract, as OpenAPI 3.1',
      returns: z.looseObject({}),
      uses: [],
    },
    policy: {
      at: 'GET /policy',
      auth: 'public',
      summary: 'The privacy policy in force, and the hash that orders carry',
      returns: z.object({ text: z.string(), hash: z.string() }),
      uses: [],
    },
    nothing: {
      at: '$default',
      auth: 'public',
      summary: 'Say that there is nothing here, or that the method is wrong',
      returns: z.never(),
      problems: ['method-not-allowed'],
      uses: [],
    },
  },
});
