import { isDeepStrictEqual } from 'node:util';

/** Returns a deep copy; that of `structuredClone` comes from another realm in a test, and equals nothing of this one. */
const copy = <T>(value: T): T => {
  if (Array.isArray(value)) return value.map(copy) as T;
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, copy(each as unknown)])) as T;
};

/** An item in plain values, and what an expression is read with. */
export type Plain = Record<string, unknown>;
type Scope = { item: Plain; names: Record<string, string>; values: Plain };
type Read = (scope: Scope) => unknown;

const tokenForm = /\s*(<>|<=|>=|[()=<>,+-]|[A-Za-z0-9_#:.]+)/y;

const tokensOf = (text: string): string[] => {
  const tokens: string[] = [];
  tokenForm.lastIndex = 0;
  for (let match = tokenForm.exec(text); match; match = tokenForm.exec(text)) tokens.push(match[1] as string);
  return tokens;
};

const pathOf = (token: string, { names }: Scope): string[] =>
  token.split('.').map((part) => (part.startsWith('#') ? (names[part] ?? part) : part));

const valueAt = (token: string, scope: Scope): unknown =>
  pathOf(token, scope).reduce<unknown>((at, name) => (at as Plain | undefined)?.[name], scope.item);

const compared: Record<string, (a: never, b: never) => boolean> = {
  '=': isDeepStrictEqual,
  '<>': (a, b) => !isDeepStrictEqual(a, b),
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

/** Reads the expressions of DynamoDB that the shop writes: conditions, and the assignments of an update. */
class Reader {
  at = 0;
  readonly tokens: string[];
  constructor(text: string) {
    this.tokens = tokensOf(text);
  }
  next = (): string => this.tokens[this.at++] ?? '';
  peek = (): string => this.tokens[this.at] ?? '';
  takes = (token: string): boolean => this.peek().toUpperCase() === token && Boolean(++this.at);

  either = (): Read => {
    const parts = [this.both()];
    while (this.takes('OR')) parts.push(this.both());
    return (scope) => parts.some((part) => part(scope));
  };
  both = (): Read => {
    const parts = [this.single()];
    while (this.takes('AND')) parts.push(this.single());
    return (scope) => parts.every((part) => part(scope));
  };
  single = (): Read => {
    if (this.takes('NOT'))
      return (
        (part) => (scope: Scope) =>
          !part(scope)
      )(this.single());
    if (this.takes('(')) return this.closed(this.either());
    const exists = /^attribute_(not_)?exists$/.exec(this.peek());
    if (exists) {
      this.at += 2;
      const path = this.next();
      return this.closed((scope) => (valueAt(path, scope) === undefined) === (exists[1] !== undefined));
    }
    return this.comparison(this.operand());
  };
  closed = (read: Read): Read => {
    if (!this.takes(')')) throw new Error('an expression lacks a parenthesis');
    return read;
  };
  comparison = (left: Read): Read => {
    if (this.takes('IN')) {
      this.next();
      const list = this.list();
      return (scope) => list.some((each) => isDeepStrictEqual(left(scope), each(scope)));
    }
    const sign = this.next();
    const compare = compared[sign];
    const right = this.operand();
    if (!compare) throw new Error(`no comparison ${sign}`);
    return (scope) => {
      const value = left(scope);
      return value === undefined ? sign === '<>' : compare(value as never, right(scope) as never);
    };
  };
  list = (): Read[] => {
    const list = [this.operand()];
    while (this.takes(',')) list.push(this.operand());
    this.closed(() => true);
    return list;
  };
  operand = (): Read => {
    const token = this.next();
    if (token === 'list_append' || token === 'if_not_exists') {
      this.next();
      const [a, b] = this.list() as [Read, Read];
      if (token === 'if_not_exists') return (scope) => a(scope) ?? b(scope);
      return (scope) => [...((a(scope) as unknown[]) ?? []), ...(b(scope) as unknown[])];
    }
    const first: Read = token.startsWith(':') ? ({ values }) => values[token] : (scope) => valueAt(token, scope);
    if (!this.takes('+')) return first;
    const more = this.operand();
    return (scope) => Number(first(scope)) + Number(more(scope));
  };
}

const kept = new Map<string, unknown>();
const remembered = <T>(text: string, make: () => T): T => {
  if (!kept.has(text)) kept.set(text, make());
  return kept.get(text) as T;
};

export type Expression = { names?: Record<string, string> | undefined; values?: Plain | undefined };

/** Returns whether an item fits a condition; every item fits none. */
export const fits = (text: string | undefined, item: Plain, { names = {}, values = {} }: Expression): boolean =>
  text === undefined || Boolean(remembered(`?${text}`, () => new Reader(text).either())({ item, names, values }));

type Change = { path: string; read?: Read };

const changesOf = (text: string): Change[] => {
  const reader = new Reader(text);
  const changes: Change[] = [];
  let clause = '';
  while (reader.at < reader.tokens.length) {
    if (['SET', 'REMOVE'].includes(reader.peek())) clause = reader.next();
    const path = reader.next();
    if (clause === 'SET') reader.next();
    changes.push(clause === 'SET' ? { path, read: reader.operand() } : { path });
    reader.takes(',');
  }
  return changes;
};

/** Returns an item as an update expression changes it; every value is read of the item as it was. */
export const updated = (text: string, item: Plain, { names = {}, values = {} }: Expression): Plain => {
  const scope = { item, names, values };
  const changes = remembered(`!${text}`, () => changesOf(text));
  const next = copy(item);
  for (const { path, read } of changes) {
    const parts = pathOf(path, scope);
    const last = parts.pop() as string;
    const holder = parts.reduce<Plain>((at, name) => at[name] as Plain, next);
    if (read) holder[last] = copy(read(scope));
    else delete holder[last];
  }
  return next;
};
