import { openChain } from '../../src/certificates.ts';
import { folderForTests } from '../harness/shop.ts';

describe('the signing chain of a folder', () => {
  const dir = folderForTests();

  it('is made once, and anew under another name before its leaf expires', async () => {
    const now = Date.parse('2026-01-01T00:00:00Z');
    const later = (days: number) => new Date(now + days * 86_400_000);
    const first = await openChain(dir, later(0));
    expect(await openChain(dir, later(367))).toEqual(first);
    const second = await openChain(dir, later(369));
    expect(second.name).not.toBe(first.name);
    expect(await openChain(dir, later(370))).toEqual(second);
  });
});
