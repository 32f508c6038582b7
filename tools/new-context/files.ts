/** The files of a new context with one public route that works, by path from the project's root. */
export const filesOf = (name: string): Record<string, string> => ({
  [`functions/${name}/contract.ts`]: `import * as z from 'zod/mini';
import { context } from '../kit/contract.ts';

/** What ${name} offers, stores and needs. */
export const ${name} = context('${name}', {
  tables: {},
  routes: {
    read: {
      at: 'GET /${name}',
      auth: 'public',
      summary: 'Read ${name}',
      returns: z.object({ items: z.array(z.string()) }),
      uses: [],
    },
  },
});
`,
  [`functions/${name}/routes.ts`]: `import type { Routes } from '../kit/http/types.ts';
import type { ${name} } from './contract.ts';

/** The routes of ${name}. */
export const routes: Routes<typeof ${name}> = {
  read: async () => ({ body: { items: [] } }),
};
`,
  [`functions/${name}/handler.ts`]: `import { systemPorts } from '../kit/ports.ts';
import { serve } from '../kit/serve.ts';
import { ${name} } from './contract.ts';
import { routes } from './routes.ts';

export const handler = serve(${name}, routes, systemPorts('${name}-public'));
`,
  [`functions/${name}/README.md`]: `# ${name}

What it promises, what data it holds and for how long, which promises it keeps.
`,
  [`test/component/${name}/${name}.test.ts`]: `import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { serve } from '../../../functions/kit/serve.ts';
import { ${name} } from '../../../functions/${name}/contract.ts';
import { routes } from '../../../functions/${name}/routes.ts';
import { call, httpEvent } from '../../support/http.ts';
import { testPorts } from '../../support/ports.ts';

const handler = serve(${name}, routes, testPorts({ dynamo: new DynamoDBClient({}) }));

describe('GET /${name}', () => {
  it('answers a list', async () => {
    expect(await call(handler, httpEvent('GET /${name}'))).toMatchObject({ status: 200, body: { items: [] } });
  });
});
`,
});

/** The list of contexts with one more in it; throws when the list has not the form it is edited by. */
export const withContext = (source: string, name: string): string => {
  const listed = /(export const contexts: readonly Context\[\] = \[)([^\]]*)(\];)/s.exec(source);
  if (!listed) throw new Error('functions/contexts.ts has no list of contexts');
  const imported = `import { ${name} } from './${name}/contract.ts';\n${source}`;
  return imported.replace(listed[0], `${listed[1]}${(listed[2] ?? '').replace(/[,\s]*$/, '')}, ${name}${listed[3]}`);
};
