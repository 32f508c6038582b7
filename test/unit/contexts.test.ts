import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { contexts } from '../../functions/contexts.ts';

const folder = path.resolve('functions');
const isFunction = (value: unknown): boolean => typeof value === 'function' && !/^class\b/.test(String(value));

/** What a module exports, in the order of its source. */
const exportsOf = (source: string): string[] =>
  [...source.matchAll(/export (?:const (\w+)|\{([^}]*)\})/g)].flatMap(([, named, listed]) =>
    named
      ? [named]
      : (listed ?? '')
          .split(',')
          .map((each) => each.trim())
          .filter((each) => each && !each.startsWith('type ')),
  );

const filesBelow = (place: string): string[] =>
  readdirSync(place, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => path.join(place, file));

describe('a context', () => {
  it.each(contexts.map(({ name, offers = {} }) => ({ name, offers: Object.keys(offers) })))(
    '$name offers what its public.ts exports: one permission a function, in the same order',
    async ({ name, offers }) => {
      const file = path.join(folder, name, 'public.ts');
      const source = readdirSync(path.join(folder, name)).includes('public.ts') ? readFileSync(file, 'utf8') : '';
      const module = source ? ((await import(file)) as Record<string, unknown>) : {};
      expect(exportsOf(source).filter((each) => isFunction(module[each]))).toEqual(offers);
    },
  );

  it.each(contexts)('$name names no table of another context', ({ name }) => {
    const named = filesBelow(path.join(folder, name)).flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/\btable(?:: |\()'([a-z]+)\.\w+'/g)].map(([, context]) => context),
    );
    expect(named.filter((context) => context !== name)).toEqual([]);
  });

  it('that names tables is seen by this test', () => {
    const text = readFileSync(path.join(folder, 'orders', 'store.ts'), 'utf8');
    expect(text).toMatch(/\btable\('orders\.orders'/);
  });
});
