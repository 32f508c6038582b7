import { X509Certificate } from 'node:crypto';
import {
  type Issued,
  type Wanted,
  CODE_SIGNING,
  SERVER,
  issue,
  issueAuthority,
} from '../../../harness/certificate-chain.ts';
import { type Chain, judgeSigned } from '../../../builders/signed-webhook.ts';

let root: Issued;
let middle: Issued;
let foreignRoot: Issued;

beforeAll(async () => {
  root = await issueAuthority('Root');
  middle = await issueAuthority('Intermediate', { by: root });
  foreignRoot = await issueAuthority('Root');
});

/** Name constraints (RFC 5280, 4.2.1.10) that permit one DNS domain. */
const permittedOnly = (domain: string) => {
  const wrap = (tag: number, inner: Uint8Array) => Buffer.concat([Buffer.from([tag, inner.length]), inner]);
  return wrap(0x30, wrap(0xa0, wrap(0x30, wrap(0x82, Buffer.from(domain)))));
};
const judge = (leaf: Issued, chain: Chain = {}) => judgeSigned(leaf, { anchors: [middle], ...chain });
const leafOf = (by: Issued, wanted: Wanted = {}) => issue({ by, ...wanted });

describe('a chain that is trusted', () => {
  it('ends at an anchor that issued the leaf, be it an intermediate or a root', async () => {
    expect(await judge(await leafOf(middle))).toBe('trusted');
    expect(await judge(await leafOf(root), { anchors: [foreignRoot, root] })).toBe('trusted');
  });

  it('may pass through served intermediates, in any order and with other certificates about', async () => {
    const leaf = await leafOf(middle);
    const other = await leafOf(middle, { dns: ['www.paypal.com'] });
    for (const served of [
      [leaf, middle],
      [middle, leaf],
      [root, middle, leaf],
      [other, foreignRoot, leaf, middle, middle],
    ]) {
      expect(await judge(leaf, { served, anchors: [root] })).toBe('trusted');
    }
  });

  it('finds its anchor among several in one PEM, beside one that cannot be read', async () => {
    const garbage = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----';
    const anchors = [{ ...root, pem: [garbage, foreignRoot.pem, middle.pem].join('\n') }];
    expect(await judge(await leafOf(middle), { anchors })).toBe('trusted');
  });

  it('may name its purposes, as long as they include the server’s', async () => {
    expect(await judge(await leafOf(middle, { purposes: [SERVER, CODE_SIGNING] }))).toBe('trusted');
    expect(await judge(await leafOf(middle, { purposes: [CODE_SIGNING] }))).toBe('not-a-leaf');
  });
});

describe('a chain that is not trusted', () => {
  it('comes from a foreign authority, leaf-only or complete, even one that bears the anchor’s name', async () => {
    const foreignMiddle = await issueAuthority('Intermediate', { by: foreignRoot });
    const leaf = await leafOf(foreignMiddle);
    for (const served of [
      [leaf],
      [leaf, foreignMiddle],
      [leaf, foreignMiddle, foreignRoot],
      [leaf, foreignMiddle, root],
    ]) {
      expect(await judge(leaf, { served, anchors: [root, middle] })).toBe('untrusted-chain');
    }
  });

  it('ends at an anchor with the issuer’s key but another name', async () => {
    const renamed = await issueAuthority('Renamed', { by: root, keys: middle.keys });
    expect(await judge(await leafOf(renamed), { anchors: [renamed] })).toBe('trusted');
    expect(await judge(await leafOf(renamed), { anchors: [middle] })).toBe('untrusted-chain');
  });

  it('runs through a certificate that is no authority', async () => {
    const honest = await leafOf(middle, { subject: 'CN=shop.example', dns: ['shop.example'] });
    const forged = await leafOf(honest);
    expect(await judge(forged, { served: [forged, honest] })).toBe('untrusted-chain');
    expect(await judge(forged, { served: [forged, honest], anchors: [honest] })).toBe('untrusted-chain');
  });

  it('rests on an authority that is out of date, served or anchor', async () => {
    const late = await issueAuthority('Late', { by: root, until: '2026-05-31T00:00:00Z' });
    const early = await issueAuthority('Early', { by: root, from: '2026-06-02T00:00:00Z' });
    for (const stale of [late, early]) {
      const leaf = await leafOf(stale);
      expect(await judge(leaf, { served: [leaf, stale], anchors: [root] })).toBe('untrusted-chain');
      expect(await judge(leaf, { anchors: [stale] })).toBe('untrusted-chain');
    }
  });

  it('rests on an authority for other purposes, with name constraints or with a weak key', async () => {
    const constraints = { '2.5.29.30': permittedOnly('corp.example') };
    const unfit = [
      await issueAuthority('Code', { by: root, purposes: [CODE_SIGNING] }),
      await issueAuthority('Constrained', { by: root, more: constraints }),
      await issueAuthority('Weak', { by: root, bits: 1024 }),
    ];
    for (const authority of unfit) {
      const leaf = await leafOf(authority);
      expect(await judge(leaf, { served: [leaf, authority], anchors: [root] })).toBe('untrusted-chain');
    }
  });

  it('holds a signature with SHA-1, the leaf’s or an authority’s', async () => {
    const outdated = await issueAuthority('Outdated', { digest: 'SHA-1' });
    const between = await issueAuthority('Between', { by: outdated });
    expect(new X509Certificate(between.pem).signatureAlgorithm).toBe('sha1WithRSAEncryption');
    for (const by of [outdated, between]) {
      const leaf = await leafOf(by);
      expect(await judge(leaf, { served: [leaf, between], anchors: [outdated] })).toBe('untrusted-chain');
    }
  });

  it('goes in circles, or is longer than any honest one', async () => {
    const one = await issueAuthority('One');
    const two = await issueAuthority('Two', { by: one });
    const circle = await leafOf(two);
    const oneAgain = await issueAuthority('One', { by: two, keys: one.keys });
    expect(await judge(circle, { served: [circle, two, one, oneAgain], anchors: [root] })).toBe('untrusted-chain');

    const links = [root];
    for (const level of [1, 2, 3, 4, 5])
      links.push(await issueAuthority(`Level ${level}`, { by: links.at(-1) as Issued }));
    const near = await leafOf(links[4] as Issued);
    const far = await leafOf(links[5] as Issued);
    expect(await judge(near, { served: [near, ...links.slice(1)], anchors: [root] })).toBe('trusted');
    expect(await judge(far, { served: [far, ...links.slice(1)], anchors: [root] })).toBe('untrusted-chain');
  });
});
