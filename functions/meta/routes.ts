import openapi from '../../docs/openapi.json' with { type: 'json' };
import type { Routes } from '../kit/http/types.ts';
import { refuse } from '../kit/result.ts';
import { meta } from './contract.ts';
import { policy } from './public.ts';

/** The routes about the system itself. */
export const routes: Routes<typeof meta> = {
  health: async (_request, { settings }) => ({ body: { status: 'ok', version: settings.version } }),
  openapi: async () => ({ body: openapi, headers: { 'cache-control': 'public, max-age=300' } }),
  policy: async () => ({ body: policy }),
  nothing: async () => refuse('not-found'),
};
