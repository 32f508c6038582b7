import fc from 'fast-check';
import { csvFields, linesOf } from '../../../../functions/kit/value/csv.ts';

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const field = fc.string().filter((text) => !/[\r\n]/.test(text));

describe('a line of CSV', () => {
  it('gives back whatever fields were quoted into it', () => {
    fc.assert(
      fc.property(fc.array(field, { minLength: 1 }), (fields) => {
        expect(csvFields(fields.map(quoted).join(','))).toEqual(fields);
      }),
    );
  });

  it.each([
    ['a,b', ['a', 'b']],
    ['', ['']],
    [',', ['', '']],
    ['a,', ['a', '']],
    ['"a,b",c', ['a,b', 'c']],
    ['"say ""hi""",x', ['say "hi"', 'x']],
    ['"",x', ['', 'x']],
    [' a , b ', [' a ', ' b ']],
  ])('reads %p', (line, fields) => expect(csvFields(line)).toEqual(fields));

  it.each(['"a', 'a"b', '"a"b', '"a" ,b', 'a,"b', '"""', 'a"'])('refuses %p, whose quotes do not fit', (line) => {
    expect(csvFields(line)).toBeUndefined();
  });

  it('is read in a time that grows with its length', () => {
    const begun = performance.now();
    csvFields(`"${'""'.repeat(100_000)}`);
    csvFields('"'.repeat(100_001));
    expect(performance.now() - begun).toBeLessThan(1000);
  });
});

describe('the lines of a text', () => {
  it('keep their numbers, whatever ends them, and whatever is blank between them', () => {
    expect(linesOf('a\r\nb\n\n  \rc\n')).toEqual([
      { line: 1, text: 'a' },
      { line: 2, text: 'b' },
      { line: 5, text: 'c' },
    ]);
  });

  it('are none in an empty text', () => expect(linesOf('\n')).toEqual([]));
});
