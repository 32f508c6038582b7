import { simpleParser } from 'mailparser';
import { apply, transact } from '../../../functions/kit/store/write.ts';
import { deliverLetter } from '../../../functions/mail/deliver.ts';
import { letterWrite, sealForLetter } from '../../../functions/mail/public.ts';
import { eraseWrites, newPerson } from '../../../functions/people/public.ts';
import { openPostOffice, type Office, type PostOffice } from '../../harness/post-office.ts';

let postOffice: PostOffice;
let office: Office;
beforeAll(async () => void (postOffice = await openPostOffice()), 60_000);
beforeEach(async () => {
  office = await postOffice.office();
  const person = { id: 'ann', email: 'ann@example.com', at: office.ports.now() };
  await transact(await newPerson(person, office.ports), office.ports);
});
afterAll(() => postOffice.close());

const sealed = async (field: string, text: string, person = 'ann'): Promise<string> =>
  (await sealForLetter(person, field, text, office.ports)) ?? '';

/** Puts a letter with a code into the outbox; returns its id. */
const post = async (id: string, code: string, address?: string): Promise<string> => {
  const data = { use: 'erasure', code, minutes: 30 } as const;
  const where = address === undefined ? {} : { address };
  const letter = { id, class: 'transactional', template: 'code', to: 'ann', ...where, data, at: office.ports.now() } as const;
  await apply(letterWrite(letter, office.ports), office.ports);
  return id;
}; // prettier-ignore

describe('a letter with a code', () => {
  it('says the code in its text, not in its subject, and the outbox never has it in the clear', async () => {
    const id = await post('code:1', await sealed('code', '12345678'));
    expect(JSON.stringify(await office.row(id))).not.toContain('12345678');
    expect(await deliverLetter(id, office.ports)).toBe('sent');
    const { text, html, subject } = await simpleParser(office.taken[0]!.source);
    for (const part of [text, html]) expect(part).toContain('12345678');
    expect(subject).toBe('Your code for shop.example');
    expect(JSON.stringify(await office.row(id))).not.toContain('12345678');
  });

  it('goes to another address where it names one, which the outbox never has in the clear', async () => {
    const id = await post('code:2', await sealed('code', '12345678'), await sealed('address', 'new@example.com'));
    expect(await deliverLetter(id, office.ports)).toBe('sent');
    expect(office.taken.map(({ to }) => to)).toEqual(['new@example.com']);
    expect(JSON.stringify(await office.row(id))).not.toContain('new@example.com');
  });

  it('is sent to nobody once its person is erased', async () => {
    const ids = [
      await post('code:3', await sealed('code', '12345678')),
      await post('code:4', await sealed('code', '12345678'), await sealed('address', 'new@example.com')),
    ];
    await transact(await eraseWrites('ann', office.ports.now(), office.ports), office.ports);
    for (const id of ids) expect(await deliverLetter(id, office.ports)).toBe('refused');
    expect(office.taken).toEqual([]);
  });

  it('is not sent when its code was sealed for another person or another field', async () => {
    const other = { id: 'bob', email: 'bob@example.com', at: office.ports.now() };
    await transact(await newPerson(other, office.ports), office.ports);
    const ids = [await post('code:5', await sealed('code', '1', 'bob')), await post('code:6', await sealed('address', '1'))];
    for (const id of ids) expect(await deliverLetter(id, office.ports)).toBe('pending');
    expect(office.calls.ses).toBe(0);
  }); // prettier-ignore

  it('is refused in the clear', () => {
    const data = { use: 'erasure', code: '12345678', minutes: 30 } as const;
    const letter = { id: 'c', class: 'transactional', template: 'code', to: 'ann', data, at: new Date() } as const;
    expect(() => letterWrite(letter, office.ports)).toThrow();
  });
});
