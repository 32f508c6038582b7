import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { toItem } from '../../../functions/kit/store/client.ts';
import { apply, transact } from '../../../functions/kit/store/write.ts';
import {
  contactOf,
  contactWrite,
  emailOf,
  emailWrites,
  eraseWrites,
  journalFrom,
  journalWrite,
  mailboxHash,
  newPerson,
  openFor,
  personsAt,
  sealFor,
} from '../../../functions/people/public.ts';
import { contractDatabase } from '../../harness/contract-database.ts';
import { testKeyRing, testPorts, type TestPorts } from '../../harness/ports.ts';

const database = contractDatabase();
let ports: TestPorts;
beforeAll(() => (ports = testPorts({ dynamo: database.client() })));

const at = new Date('2026-07-23T14:05:00Z');
const later = new Date('2026-07-24T09:00:00Z');
const address = { lines: ['1 Main Street'], town: 'Springfield', region: 'IL', postalCode: '62701' };

const store = async (id: string, email: string, known: Partial<Parameters<typeof newPerson>[0]> = {}) =>
  transact(await newPerson({ id, email, at, ...known }, ports), ports);
const erase = async (id: string) => transact(await eraseWrites(id, later, ports), ports);
const journal = async () => (await journalFrom(undefined, ports)).entries;
const row = async (table: string, id: string) => {
  const read = new GetItemCommand({ TableName: ports.table(table), Key: toItem({ id }), ConsistentRead: true });
  const { Item } = await ports.dynamo.send(read);
  return Item && unmarshall(Item);
};

describe('what is held on a person', () => {
  // promise: P5
  it('comes back with the source and the time of every value', async () => {
    await store('jo', 'Jo@example.com', { kind: 'customer', name: 'Jo Doe', country: 'DE' });
    const origin = { source: 'self', at: at.toISOString() };
    expect(await contactOf('jo', ports)).toEqual({
      email: 'Jo@example.com', name: 'Jo Doe', country: 'DE', kind: 'customer', version: 1, at: origin.at,
      sources: { email: origin, name: origin, country: origin },
    }); // prettier-ignore
  });

  it('changes in parts, and each part has its own source and time', async () => {
    await store('mo', 'mo@example.com', { name: 'Mo' });
    const changes = { address, telephone: '+1 555 0100', name: null };
    const made = { version: 1, at: later, source: 'merchant' } as const;
    expect(await apply((await contactWrite('mo', changes, made, ports))!, ports)).toMatchObject({ applied: true });
    const { sources, ...held } = (await contactOf('mo', ports))!;
    expect(held).toEqual({
      email: 'mo@example.com', address, telephone: '+1 555 0100', kind: 'guest', version: 2, at: at.toISOString(),
    }); // prettier-ignore
    expect(sources).toEqual({
      email: { source: 'self', at: at.toISOString() },
      address: { source: 'merchant', at: later.toISOString() },
      telephone: { source: 'merchant', at: later.toISOString() },
    });
  });

  it('is in no row in the clear', async () => {
    await store('clear', 'clear@example.com', { name: 'Clear Name', country: 'FR', address });
    const kept = JSON.stringify(
      [await row('people.persons', 'clear'), await row('people.keys', 'clear')],
      (_, value) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : (value as unknown)),
    );
    for (const value of ['clear@example', 'Clear Name', 'FR', 'Springfield']) expect(kept).not.toContain(value);
  });

  it('is changed by one of two who saw the same version', async () => {
    await store('race', 'race@example.com');
    const writes = await Promise.all(
      ['One', 'Two'].map((name) => contactWrite('race', { name }, { version: 1, at: later }, ports)),
    );
    const applied = await Promise.all(writes.map((write) => apply(write!, ports)));
    expect(applied.filter((each) => each.applied)).toHaveLength(1);
  });
});

describe('a person', () => {
  it('is found under every spelling of the identity, with everybody else of the address, and under no other', async () => {
    await store('two-a', 'Twin@Example.com');
    await store('two-b', 'twin@example.com');
    await store('plus', 'twin+x@example.com');
    expect((await personsAt(' TWIN@example.COM', ports)).sort()).toEqual(['two-a', 'two-b']);
    expect(await personsAt('nobody@example.com', ports)).toEqual([]);
    expect(await personsAt('no address', ports)).toEqual([]);
  });

  it('is found under their new address and no more under the old one once it changed', async () => {
    await store('moves', 'old@example.com');
    const writes = await emailWrites('moves', 'new@example.com', { version: 1, at: later }, ports);
    expect(await transact(writes, ports)).toEqual({ done: true });
    expect(await personsAt('old@example.com', ports)).toEqual([]);
    expect(await personsAt('new@example.com', ports)).toEqual(['moves']);
    expect(await emailOf('moves', ports)).toBe('new@example.com');
  });

  it('keeps their address and their look-up when they are of another version by now', async () => {
    await store('stale', 'stale@example.com');
    const writes = await emailWrites('stale', 'next@example.com', { version: 7, at: later }, ports);
    expect(await transact(writes, ports)).toEqual({ done: false, refused: [0] });
    expect(await personsAt('stale@example.com', ports)).toEqual(['stale']);
  });

  it('is still found after another key of the ring became current', async () => {
    await store('ring', 'ring@example.com');
    const ring = { current: 'k2', keys: { ...testKeyRing.keys, k2: Buffer.alloc(32, 7).toString('base64') } };
    const rotated = testPorts({ dynamo: ports.dynamo, secrets: { 'person-lookup-keys': ring } });
    expect(await personsAt('ring@example.com', rotated)).toEqual(['ring']);
  });
});

describe('a text sealed for a person', () => {
  it('opens for this person and this use, and for no other', async () => {
    await store('seal-a', 'a@example.com');
    await store('seal-b', 'b@example.com');
    const sealed = (await sealFor('seal-a', 'mail.code', '12345678', ports))!;
    expect(sealed).not.toContain('12345678');
    expect(await openFor('seal-a', 'mail.code', sealed, ports)).toBe('12345678');
    await expect(openFor('seal-a', 'mail.address', sealed, ports)).rejects.toThrow('unable to authenticate data');
    await expect(openFor('seal-b', 'mail.code', sealed, ports)).rejects.toThrow('unable to authenticate data');
  });
});

describe('an erased person', () => {
  it('has no key and no row, is found no more, and is in the journal by the hash of their mailbox', async () => {
    await store('gone', 'gone+x@example.com', { name: 'Gone' });
    const sealed = (await sealFor('gone', 'mail.code', 'text', ports))!;
    expect(await erase('gone')).toEqual({ done: true });
    expect(await row('people.keys', 'gone')).toBeUndefined();
    expect(await row('people.persons', 'gone')).toBeUndefined();
    expect(await personsAt('gone+x@example.com', ports)).toEqual([]);
    expect(await contactOf('gone', ports)).toBeUndefined();
    expect(await openFor('gone', 'mail.code', sealed, ports)).toBeUndefined();
    expect(await sealFor('gone', 'mail.code', 'more', ports)).toBeUndefined();
    expect(await contactWrite('gone', { name: 'New' }, { version: 1, at }, ports)).toBeUndefined();
    const hash = await mailboxHash('gone@example.com', ports);
    expect(await journal()).toContainEqual({
      id: 'erasure:gone', kind: 'erasure', hash, at: later.toISOString(),
    }); // prettier-ignore
  });

  it('is erased once, however often', async () => {
    await store('again', 'again@example.com');
    const [one, other] = [await eraseWrites('again', later, ports), await eraseWrites('again', later, ports)];
    expect(await transact(one, ports)).toEqual({ done: true });
    expect(await transact(other, ports)).toEqual({ done: false, refused: [2] });
    expect(await erase('again')).toEqual({ done: true });
    expect((await journal()).filter(({ id }) => id === 'erasure:again')).toHaveLength(1);
  });

  it('is not brought back by a change that was under way', async () => {
    await store('late', 'late@example.com');
    const write = (await contactWrite('late', { name: 'Late' }, { version: 1, at: later }, ports))!;
    await erase('late');
    expect(await apply(write, ports)).toMatchObject({ applied: false });
    expect(await row('people.persons', 'late')).toBeUndefined();
  });
});

describe('the journal', () => {
  it('takes an entry once and never changes it', async () => {
    const entry = { id: 'opt-out:1', kind: 'opt-out', hash: 'h', at: at.toISOString() } as const;
    expect(await apply(journalWrite(entry, ports), ports)).toMatchObject({ applied: true });
    expect(await apply(journalWrite({ ...entry, hash: 'other' }, ports), ports)).toMatchObject({ applied: false });
    expect(await journal()).toContainEqual(entry);
  });

  it('has one hash for all spellings of a mailbox, which depends on the key', async () => {
    const hash = await mailboxHash('J.Doe+x@Gmail.com', ports);
    expect(await mailboxHash('jdoe@gmail.com', ports)).toBe(hash);
    const other = testPorts({ dynamo: ports.dynamo, secrets: { 'address-keys': { key: 'b3RoZXI=' } } });
    expect(await mailboxHash('jdoe@gmail.com', other)).not.toBe(hash);
  });
});
