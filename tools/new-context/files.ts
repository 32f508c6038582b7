import { testsOf } from './tests.ts';

const contract = (name: string): string => `import * as z from 'zod/mini';
import { context } from '../kit/contract/contract.ts';
import { limits } from './domain.ts';

const ItemId = z.string().check(z.regex(limits.id));

/** What ${name} offers, stores and uses. */
export const ${name} = context('${name}', {
  tables: {
    items: {
      key: 'id',
      holds: 'nothing-personal',
      why: 'What it is there for.',
      kept: { until: 'it is deleted', why: 'nobody has said anything else' },
      fields: { plain: 'id text' },
    },
  },
  offers: {
    getItem: [{ items: ['GetItem'] }],
    putItem: [{ items: ['PutItem'] }],
    itemOf: [],
  },
  routes: {
    read${pascal(name)}: {
      at: 'GET /${name}/{id}',
      auth: 'public',
      summary: 'Read an item of ${name}',
      path: z.strictObject({ id: ItemId }),
      returns: z.object({ id: z.string(), text: z.string() }),
      uses: ['${name}.getItem'],
    },
  },
});
`;

const pascal = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;

const domain = `import { refuse, type Refusal } from '../kit/value/result.ts';

/** The form of an item's id, and its longest text in characters. */
export const limits = { id: /^[A-Za-z0-9_-]{1,64}$/, text: 200 } as const;

/** An item as it is kept. */
export type Item = { readonly id: string; readonly text: string };

/** Returns an item of a text without the blanks around it; refuses an empty text and one that is too long. */
export const itemOf = (id: string, text: string): Item | Refusal<'no-text' | 'text-too-long'> => {
  const trimmed = text.trim();
  if (trimmed === '') return refuse('no-text');
  return trimmed.length > limits.text ? refuse('text-too-long') : { id, text: trimmed };
};

/** Returns what everybody may see of an item. */
export const view = ({ id, text }: Item) => ({ id, text });
`;

const store = (name: string): string => `import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import type { Ports } from '../kit/ports.ts';
import { fromItem, toItem } from '../kit/store/client.ts';
import { apply, type Write } from '../kit/store/write.ts';
import { refuse, type Refusal } from '../kit/value/result.ts';
import type { Item } from './domain.ts';

const Row = z.object({ id: z.string(), text: z.string() });

/** Returns an item, or undefined: one read, eventually consistent (0.5 RRU). Throws for a row of another form. */
export const getItem = async (id: string, ports: Pick<Ports, 'dynamo' | 'table'>): Promise<Item | undefined> => {
  const command = new GetItemCommand({ TableName: ports.table('${name}.items'), Key: toItem({ id }) });
  return fromItem(Row, (await ports.dynamo.send(command)).Item);
};

const newItem = (item: Item, { table }: Pick<Ports, 'table'>): Write => ({
  Put: {
    TableName: table('${name}.items'),
    Item: toItem(item),
    ConditionExpression: 'attribute_not_exists(id)',
  },
});

/** Stores an item once (1 WRU): the same again changes nothing, another of the same id is refused. */
export const putItem = async (
  item: Item,
  ports: Pick<Ports, 'dynamo' | 'random' | 'table'>,
): Promise<Refusal<'taken'> | undefined> => {
  const result = await apply(newItem(item, ports), ports);
  if (result.applied) return undefined;
  return fromItem(Row, result.item)?.text === item.text ? undefined : refuse('taken');
};
`;

const routes = (name: string): string => `import type { Routes } from '../kit/http/types.ts';
import { refuse } from '../kit/value/result.ts';
import type { ${name} } from './contract.ts';
import { view } from './domain.ts';
import { getItem } from './store.ts';

/** The routes of ${name}. */
export const routes: Routes<typeof ${name}> = {
  read${pascal(name)}: async ({ path: { id } }, ports) => {
    const item = await getItem(id, ports);
    return item ? { body: view(item) } : refuse('not-found');
  },
};
`;

const publicFile = `export { getItem, putItem } from './store.ts';
export { itemOf, type Item } from './domain.ts';
`;

const readme = (name: string): string => `# ${name}

Items with a text, by id.

**Promises**

- An item is stored once. The same again changes nothing, another of the same id is refused: one conditional write decides.
- Only declared fields go out.

**Data**: table \`items\`, nothing personal, kept for good: \`id\` and \`text\`, at most 200 characters.

**Cost**: reading an item is one eventually consistent read (0.5 RRU), storing it one write (1 WRU).

**For other contexts** (\`public.ts\`): \`getItem\`, \`putItem\`, and \`itemOf\`, which makes an item of a text or refuses it.
`;

/** Returns the files of a new context that works, with their tests, by path from the project's root. */
export const filesOf = (name: string): Record<string, string> => ({
  [`functions/${name}/contract.ts`]: contract(name),
  [`functions/${name}/domain.ts`]: domain,
  [`functions/${name}/store.ts`]: store(name),
  [`functions/${name}/routes.ts`]: routes(name),
  [`functions/${name}/public.ts`]: publicFile,
  [`functions/${name}/README.md`]: readme(name),
  ...testsOf(name),
});
