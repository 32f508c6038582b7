import fc from 'fast-check';
import { brokenLine, elementLines } from '../../../../tools/load/json-lines.ts';

describe('the lines of a JSON array', () => {
  it('are where its elements begin', () => {
    const text = '[\n  { "a": [1,\n 2], "b": "]}{[,\\"" },\n  3, "x",\n\n  [], {}\n]';
    expect(elementLines(text)).toEqual([2, 4, 4, 6, 6]);
    expect(elementLines('[]')).toEqual([]);
    expect(elementLines('[\n\n]')).toEqual([]);
  });

  it('are as many as its elements, and in their order', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.constantFrom(0, 1, 2), (elements, indent) => {
        const lines = elementLines(JSON.stringify(elements, null, indent));
        expect(lines).toHaveLength(elements.length);
        expect([...lines].sort((a, b) => a - b)).toEqual(lines);
      }),
    );
  });

  it('of one element a line are one after the other', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { minLength: 1 }), (elements) => {
        const text = `[\n${elements.map((element) => JSON.stringify(element)).join(',\n')}\n]`;
        expect(elementLines(text)).toEqual(elements.map((_, index) => index + 2));
      }),
    );
  });
});

describe('the line at which a text stops being JSON', () => {
  it.each([
    ['[\n{ "a": 1 }\n{ "b": 2 }\n]', 3],
    ['[\n1,\n]', 3],
    ['[\n1,\n2,\n]\n\n', 4],
    ['[\n{ "a": tru },\n2]', 2],
    ['[\n1,\n2', 3],
    ['', 1],
    ['[1]\n\nmore', 3],
  ])('of %p is %p', (text, line) => expect(brokenLine(text)).toBe(line));

  it('is none in JSON', () => {
    fc.assert(fc.property(fc.json(), (text) => brokenLine(text) === undefined));
  });
});
