import openapi from '../../docs/openapi.json' with { type: 'json' };
import type { Routes } from '../kit/http/types.ts';
import { refuse } from '../kit/value/result.ts';
import type { meta } from './contract.ts';
import { policy } from '../policy/public.ts';

/** Every path that there is, with its methods as the header Allow has them (RFC 9110, 10.2.1). */
const places = Object.entries(openapi.paths).map(([template, operations]) => ({
  form: new RegExp(`^${template.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`),
  methods: Object.keys(operations)
    .flatMap((method) => (method === 'get' ? ['get', 'head'] : [method]))
    .join(', ')
    .toUpperCase(),
}));

/** The routes about the system itself. */
export const routes: Routes<typeof meta> = {
  health: async (_request, { settings }) => ({ body: { status: 'ok', version: settings.version } }),
  openapi: async () => ({ body: openapi, headers: { 'cache-control': 'public, max-age=300' } }),
  policy: async () => ({ body: policy }),
  nothing: async ({ target }) => {
    const found = places.find(({ form }) => form.test(target.path));
    return found ? { ...refuse('method-not-allowed'), headers: { allow: found.methods } } : refuse('not-found');
  },
};
