import { type Issued, type Wanted, SANDBOX_NAME, issue, issueAuthority } from '../../../harness/certificate-chain.ts';
import { judgeSigned } from '../../../builders/signed-webhook.ts';

let root: Issued;

beforeAll(async () => {
  root = await issueAuthority('Root');
});

const leafOf = (wanted: Wanted = {}) => issue({ by: root, ...wanted });
const judge = (leaf: Issued, anchors: readonly Issued[] = [root]) => judgeSigned(leaf, { anchors });

describe('a signer’s certificate by itself', () => {
  it('is refused when it is an authority or self-signed, even as its own anchor', async () => {
    const authority = await issue({ by: root, ca: true });
    const selfSigned = await issue();
    for (const leaf of [authority, selfSigned]) {
      expect(await judge(leaf, [root, leaf])).toBe('not-a-leaf');
    }
  });

  it('is refused with a short key', async () => {
    expect(await judge(await leafOf({ bits: 1024 }))).toBe('weak-key');
  });

  it('is judged by its own dates', async () => {
    expect(await judge(await leafOf({ until: '2026-05-31T00:00:00Z' }))).toBe('expired-certificate');
    expect(await judge(await leafOf({ from: '2026-06-02T00:00:00Z' }))).toBe('premature-certificate');
  });

  it.each([
    ['a longer name', [`${SANDBOX_NAME}.example`]],
    ['a name below', [`www.${SANDBOX_NAME}`]],
    ['a wildcard', ['*.sandbox.paypal.com']],
    ['two names in one entry', [`shop.example, DNS:${SANDBOX_NAME}`]],
    ['a NUL byte', [`${SANDBOX_NAME}\0.example`]],
  ])('is refused when its SAN holds %s, whatever its CN says', async (_, dns) => {
    expect(await judge(await leafOf({ dns }))).toBe('wrong-name');
  });

  it('is refused when its SAN holds no DNS name at all, whatever its CN says', async () => {
    const mailOnly = Buffer.from('\x30\x05\x81\x03a@b', 'latin1');
    expect(await judge(await leafOf({ dns: [], more: { '2.5.29.17': mailOnly } }))).toBe('wrong-name');
  });

  it('is what is judged, even where an authority is served before it', async () => {
    const leaf = await leafOf({ dns: ['shop.example'] });
    expect(await judgeSigned(leaf, { served: [root, leaf], anchors: [root] })).toBe('wrong-name');
  });

  it('goes by its CN only without a SAN, and only by exactly one', async () => {
    const named = (subject: Wanted['subject']) => leafOf({ dns: [], ...(subject ? { subject } : {}) });
    expect(await judge(await named(`CN=${SANDBOX_NAME}`))).toBe('trusted');
    expect(await judge(await named([{ O: ['PayPal, Inc.'] }, { CN: [SANDBOX_NAME] }]))).toBe('trusted');
    expect(await judge(await named([{ CN: [`shop.example\nCN=${SANDBOX_NAME}`] }]))).toBe('wrong-name');
    expect(await judge(await named([{ CN: [`${SANDBOX_NAME}\nCN=shop.example`] }]))).toBe('wrong-name');
    expect(await judge(await named([{ O: [`CN=${SANDBOX_NAME}`] }, { CN: ['shop.example'] }]))).toBe('wrong-name');
    expect(await judge(await named([{ CN: ['shop.example'] }, { CN: [SANDBOX_NAME] }]))).toBe('wrong-name');
    expect(await judge(await named([{ O: [SANDBOX_NAME] }]))).toBe('wrong-name');
  });
});
