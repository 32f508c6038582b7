import { existsSync } from 'node:fs';
import { contexts } from '../../functions/contexts.ts';
import type { RouteSpec } from '../../functions/kit/contract/route.ts';
import { serve } from '../../functions/kit/http/serve.ts';
import type { ServePorts } from '../../functions/kit/http/types.ts';

/** A route of the contracts, and what serves it over the ports that a test has. */
export type EveryRoute = { title: string; spec: RouteSpec; handler: (ports: ServePorts) => Promise<unknown> };

const audienceOf = ({ auth }: RouteSpec): string => (auth.startsWith('staff:') ? 'staff-routes' : 'routes');

/** Every route of every context with its own handler: one that is added tomorrow is among them. */
export const everyRoute = (): EveryRoute[] =>
  contexts.flatMap((context) =>
    Object.values(context.routes ?? {}).map((spec) => ({
      title: spec.at,
      spec,
      handler: async (ports: ServePorts) => {
        const file = new URL(`../../functions/${context.name}/${audienceOf(spec)}.ts`, import.meta.url);
        if (!existsSync(file)) throw new Error(`${context.name} has no ${audienceOf(spec)}`);
        const { routes } = (await import(file.href)) as { routes: Parameters<typeof serve>[1] };
        return serve(context, routes, ports);
      },
    })),
  );
