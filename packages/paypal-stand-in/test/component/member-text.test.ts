import fc from 'fast-check';
import { memberText } from '../../src/member-text.ts';

describe('the text of a member in a JSON object', () => {
  it('is the member’s own, whatever stands around it and however it is spaced', () => {
    const space = fc.constantFrom(undefined, 1, '\t');
    fc.assert(
      fc.property(
        fc.json(),
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.dictionary(fc.string(), fc.jsonValue()),
        space,
        (text, before, after, indent) => {
          const marked = JSON.stringify({ ...before, webhook_event: '@@mark@@', ...without(after) }, undefined, indent);
          const sent = marked.replace('"@@mark@@"', () => text);
          expect(memberText(sent, 'webhook_event')).toBe(text.trim());
        },
      ),
    );
  });

  it('keeps the spelling of numbers and white space, and is undefined when the member is only nested', () => {
    expect(memberText('{"a":{"e":1},"e": { "n" : 1.0, "s":"}\\"" } ,"b":[]}', 'e')).toBe('{ "n" : 1.0, "s":"}\\"" }');
    expect(memberText('{"a":{"e":1}}', 'e')).toBeUndefined();
    expect(memberText('{}', 'e')).toBeUndefined();
  });
});

const without = (object: Record<string, unknown>): Record<string, unknown> => {
  const { webhook_event: _left, ...rest } = object;
  return rest;
};
