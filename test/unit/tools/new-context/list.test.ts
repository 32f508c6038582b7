import { readFileSync } from 'node:fs';
import { PlaceError, withContext } from '../../../../tools/new-context/list.ts';
import { nameRefused } from '../../../../tools/new-context/name.ts';

const source = readFileSync('functions/contexts.ts', 'utf8');
const listed = (text: string): string[] => text.match(/^ {2}[a-z]+,$/gm)?.map((line) => line.slice(2, -1)) ?? [];
const imports = (text: string): string[] => text.match(/(?<=from ')[^']+/g) ?? [];

describe('a new context in the list of contexts', () => {
  it('comes before meta, which is at the top', () => {
    expect(listed(withContext(source, 'notes')).slice(-2)).toEqual(['notes', 'meta']);
  });

  it('comes directly above the context that is named', () => {
    const before = listed(source);
    const at = before.indexOf('pins') + 1;
    expect(listed(withContext(source, 'notes', 'pins'))).toEqual(before.toSpliced(at, 0, 'notes'));
  });

  it.each(['aardvark', 'notes', 'zoo'])('called %s is imported where the order of paths has it', (name) => {
    const expected = [...imports(source), `./${name}/contract.ts`].sort();
    expect(imports(withContext(source, name))).toEqual(expected);
  });

  it('is refused above a context that is not listed, and without a list', () => {
    expect(() => withContext(source, 'notes', 'nobody')).toThrow(
      new PlaceError('functions/contexts.ts lists no context nobody.'),
    );
    expect(() => withContext('export {};', 'notes')).toThrow(PlaceError);
  });
});

describe('the name of a new context', () => {
  it.each(['', 'a', 'Notes', 'my-notes', '../notes', 'notes1'])('%p is refused', (name) => {
    expect(nameRefused(name)).toContain('lower-case letters');
  });

  it.each(['kit', 'class', 'routes'])('%s is refused, because the made files use the word', (name) => {
    expect(nameRefused(name)).toContain('something else');
  });

  it('may be any other word in lower case', () => {
    expect(nameRefused('notes')).toBeUndefined();
  });
});
