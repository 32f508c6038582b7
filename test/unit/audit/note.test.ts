import fc from 'fast-check';
import { checkpointText, parseCheckpoint } from '../../../functions/audit/domain/checkpoint.ts';
import { isVerifierKey, openNote, signNote, verifierKey } from '../../../functions/audit/note.ts';

/** The example of Go's package note, which defined the format: type and seed, verifier key, text and note. */
const peter = {
  seed: Buffer.from('AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz', 'base64').subarray(1).toString('base64'),
  key: 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
  text: "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n",
  line: '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n',
};
const peterNote = `${peter.text}\n${peter.line}`;
const other = Buffer.alloc(32, 7).toString('base64');

describe('a signed note', () => {
  it('is byte for byte what the reference makes of the same key and text', () => {
    expect(verifierKey('PeterNeumann', peter.seed)).toBe(peter.key);
    expect(signNote(peter.text, 'PeterNeumann', peter.seed)).toBe(peterNote);
    expect(openNote(peterNote, [peter.key])).toBe(peter.text);
  });

  it('opens by none but the keys that signed it, and ignores the signatures of others', () => {
    const both = peterNote + signNote(peter.text, 'witness.example', other).split('\n\n')[1]!;
    expect(openNote(both, [peter.key])).toBe(peter.text);
    expect(openNote(both, [verifierKey('witness.example', other)])).toBe(peter.text);
    expect(openNote(peterNote, [verifierKey('witness.example', other)])).toBeUndefined();
    expect(openNote(peterNote, [verifierKey('PeterNeumann', other)])).toBeUndefined();
    expect(openNote(peterNote, [])).toBeUndefined();
  });

  it('does not open when a character of it is another', () => {
    fc.assert(
      fc.property(fc.nat(peterNote.length - 1), fc.constantFrom('a', 'B', '\n', '+', ' '), (at, character) => {
        fc.pre(peterNote[at] !== character);
        const changed = peterNote.slice(0, at) + character + peterNote.slice(at + 1);
        expect(openNote(changed, [peter.key])).toBeUndefined();
      }),
    );
  });

  it('that is cut off anywhere does not open', () => {
    for (let at = 0; at < peterNote.length; at += 1)
      expect(openNote(peterNote.slice(0, at), [peter.key])).toBeUndefined();
  });

  it('needs a whole key', () => {
    expect(() => signNote('text\n', 'name', Buffer.alloc(31).toString('base64'))).toThrow('32 bytes');
    expect([peter.key, peter.key.slice(0, -1), peter.key.replace('c74f', 'c74e'), ''].map(isVerifierKey)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('the text of a checkpoint', () => {
  it('is the one of the specification, and is read back', () => {
    const text = 'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';
    const read = parseCheckpoint(text);
    expect(read).toMatchObject({ origin: 'example.com/behind-the-sofa', size: 20_852_163 });
    expect(read && checkpointText(read)).toBe(text);
    expect(parseCheckpoint(`${text}an extension\n`)).toEqual(read);
  });

  it.each([
    ['a size with a leading zero', 'log\n007\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n'],
    ['a root that is too short', 'log\n7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jx\n'],
    ['no name', '\n7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n'],
    ['no end', 'log\n7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I='],
  ])('is not one with %s', (_, text) => {
    expect(parseCheckpoint(text)).toBeUndefined();
  });
});
