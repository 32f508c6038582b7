import { markAt, marks, pathsOf } from '../../../../functions/kit/contract/held.ts';
import { allTables } from '../../../harness/table-dump.ts';

const fields = { pseudonym: 'id attempts.*.payment', plain: 'at attempts.*.at' };

describe('the mark of an attribute', () => {
  it('is that of its whole path; a star is any name or any place in a list', () => {
    expect(markAt(fields, ['id'])).toBe('pseudonym');
    expect(markAt(fields, ['attempts', '1', 'payment'])).toBe('pseudonym');
    expect(markAt(fields, ['attempts', '2', 'at'])).toBe('plain');
  });

  it.each([[['email']], [['attempts']], [['attempts', '1']], [['attempts', '1', 'email']], [['id', 'email']]])(
    'is missing for a new attribute: %j',
    (path) => expect(markAt(fields, path)).toBeUndefined(),
  );
});

describe('every table of the contracts', () => {
  const tables = [...allTables()];

  it.each(tables)('%s says what it is for, how long its rows are kept, and how each attribute is', (_, spec) => {
    expect(spec.why).toMatch(/^[A-Z]/);
    expect(spec.kept?.why).toBeTruthy();
    expect(spec.fields).toBeDefined();
  });

  it.each(tables)('%s has no path under two marks, and a mark for every key', (_, spec) => {
    const all = marks.flatMap((mark) => pathsOf(spec.fields ?? {}, mark));
    expect(new Set(all).size).toBe(all.length);
    const indexes = Object.values(spec.indexes ?? {}).flatMap(({ key, sort }) => [key, sort]);
    for (const key of [spec.key, spec.sort, spec.expires, ...indexes])
      if (key !== undefined) expect(markAt(spec.fields ?? {}, [key])).toBeDefined();
  });
});
