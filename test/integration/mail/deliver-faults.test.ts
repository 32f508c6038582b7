import { deliverLetter } from '../../../functions/mail/deliver.ts';
import { sweep } from '../../../functions/mail/sweep.ts';
import { death, openPostOffice, sesError, type Office, type PostOffice, type Ses } from '../../harness/post-office.ts';

let postOffice: PostOffice;
let office: Office;
let id: string;
beforeAll(async () => void (postOffice = await openPostOffice()), 60_000);
beforeEach(async () => {
  office = await postOffice.office();
  id = await office.post('ann');
});
afterAll(() => postOffice.close());

const deliver = (ports: Partial<Office['ports']> = {}) => deliverLetter(id, { ...office.ports, ...ports });
const inState = async (state: string) => {
  for (let tries = 0; tries < 500 && (await office.row(id))['state'] !== state; tries += 1)
    await new Promise((done) => setTimeout(done, 10));
  return office.row(id);
};
const calledSes = async (times: number) => {
  for (let tries = 0; tries < 500 && office.calls.ses < times; tries += 1)
    await new Promise((done) => setTimeout(done, 10));
  expect(office.calls.ses).toBe(times);
};
const cut = () => Object.assign(new Error('cut'), { code: 'ECONNRESET' });

describe('a sender that dies before it calls SES', () => {
  it('is followed by one other, but not before its lease is over and a minute more', async () => {
    void deliver({ secrets: () => death });
    await inState('sending');
    office.pass(64);
    await expect(sweep(office.ports)).resolves.toEqual({});
    await expect(deliver()).resolves.toBe('left');
    office.pass(1);
    await expect(deliver()).resolves.toBe('sent');
    await expect(office.row(id)).resolves.toMatchObject({ state: 'sent', attempts: 2, takeovers: 1 });
    expect(office.calls.ses).toBe(1);
  });

  it('does not send when it turns out to live, because the letter is no longer its own', async () => {
    let wake: () => void = () => undefined;
    const asleep = new Promise<void>((done) => (wake = done));
    const late = deliver({ secrets: async (...request) => asleep.then(() => office.ports.secrets(...request)) });
    await inState('sending');
    office.pass(120);
    await expect(sweep(office.ports)).resolves.toEqual({ sent: 1 });
    wake();
    await expect(late).resolves.toBe('left');
    expect(office.calls.ses).toBe(1);
    await expect(office.row(id)).resolves.toMatchObject({ state: 'sent', messageId: 'ses-1' });
  });
});

describe('a letter whose sender died', () => {
  it('is taken over by one of many that come for it', async () => {
    void deliver({ secrets: () => death });
    await inState('sending');
    office.pass(65);
    const outcomes = await Promise.all(Array.from({ length: 25 }, () => deliver()));
    expect(outcomes.filter((outcome) => outcome === 'sent')).toHaveLength(1);
    expect(office.calls.ses).toBe(1);
  });

  it('is recorded by the sender that holds it now, not by one that was thought dead', async () => {
    const answers: (() => void)[] = [];
    const slow: Ses = (take) => new Promise((done) => void answers.push(() => done(take())));
    office.plays(slow, slow);
    const first = deliver();
    await calledSes(1);
    office.pass(65);
    const second = deliver();
    await calledSes(2);
    answers[0]?.();
    await expect(first).resolves.toBe('left');
    await expect(office.row(id)).resolves.toMatchObject({ state: 'sending' });
    answers[1]?.();
    await expect(second).resolves.toBe('sent');
    await expect(office.row(id)).resolves.toMatchObject({ state: 'sent', messageId: 'ses-2' });
  });
});

describe('a sender that dies after SES took the letter', () => {
  it('is followed by one further mail, and after a second death by none: the letter is unknown', async () => {
    const takenThenDeath = async (take: () => unknown) => (take(), death);
    office.plays(takenThenDeath, takenThenDeath);
    void deliver();
    await calledSes(1);
    office.pass(65);
    void deliver();
    await calledSes(2);
    for (let sweeps = 0; sweeps < 3; sweeps += 1) {
      office.pass(3600);
      await expect(sweep(office.ports)).resolves.toEqual(sweeps === 0 ? { unknown: 1 } : {});
    }
    expect(office.calls.ses).toBe(2);
    await expect(office.row(id)).resolves.toMatchObject({ state: 'unknown', reason: 'sender-died', takeovers: 1 });
  });
});

describe('a lease', () => {
  it('that is nearly over is not used for a call to SES', async () => {
    const secrets: Office['ports']['secrets'] = (...request) => {
      office.pass(2.001);
      return office.ports.secrets(...request);
    };
    await expect(deliver({ secrets })).resolves.toBe('pending');
    expect(office.calls.ses).toBe(0);
    await expect(office.row(id)).resolves.toMatchObject({ state: 'pending', reason: 'lease-over', takeovers: 0 });
    office.pass(60);
    await expect(sweep(office.ports)).resolves.toEqual({ sent: 1 });
    await expect(office.row(id)).resolves.not.toHaveProperty('reason');
  });
});

describe('an answer of SES', () => {
  it('that defers the letter brings it back after a growing pause, until it is sent', async () => {
    office.plays(
      async () => Promise.reject(sesError('Throttling')),
      async () => Promise.reject(sesError('AccountSendingPausedException')),
    );
    await expect(deliver()).resolves.toBe('pending');
    office.pass(1);
    await expect(deliver()).resolves.toBe('left');
    office.pass(1);
    await expect(sweep(office.ports)).resolves.toEqual({ pending: 1 });
    office.pass(6);
    await expect(sweep(office.ports)).resolves.toEqual({});
    office.pass(1);
    await expect(sweep(office.ports)).resolves.toEqual({ sent: 1 });
    await expect(office.row(id)).resolves.toMatchObject({ state: 'sent', attempts: 3, takeovers: 0 });
    expect(office.taken).toHaveLength(1);
  });

  it('that defers the letter for longer than a week parks it', async () => {
    office.plays(
      async () => Promise.reject(sesError('Throttling')),
      async () => Promise.reject(sesError('Throttling')),
    );
    await deliver();
    office.pass(7 * 86_400 + 1);
    await expect(sweep(office.ports)).resolves.toEqual({ refused: 1 });
    await expect(sweep(office.ports)).resolves.toEqual({});
  });

  it.each([
    ['a cut connection', cut()],
    ['a failure of the service', sesError('InternalFailure', 500)],
    ['a time-out', Object.assign(new Error('slow'), { name: 'AbortError' })],
  ])('that was lost by %s leaves the letter unknown, and it is never sent again', async (_, error) => {
    office.plays(async (take) => (take(), Promise.reject(error)));
    await expect(deliver()).resolves.toBe('unknown');
    for (const wait of [65, 3600, 86_400]) {
      office.pass(wait);
      await expect(deliver()).resolves.toBe('left');
      await expect(sweep(office.ports)).resolves.toEqual({});
    }
    expect(office.calls.ses).toBe(1);
    expect(await office.row(id)).not.toHaveProperty('waiting');
    expect(office.ports.logged.map(({ event }) => event)).toEqual(['letter parked']);
  });

  it('that the domain is not verified yet is waited for, told at the second time, and the letter is sent in the end', async () => {
    const unverified: Ses = async () =>
      Promise.reject(Object.assign(sesError('MessageRejected'), { message: 'Email address is not verified. …' }));
    office.plays(unverified, unverified, unverified);
    await expect(deliver()).resolves.toBe('pending');
    expect(office.ports.logged).toEqual([]);
    for (let hours = 0; hours < 2; hours += 1) {
      office.pass(3600);
      await expect(sweep(office.ports)).resolves.toEqual({ pending: 1 });
    }
    const told = {
      level: 'error',
      event: 'mail account refused',
      fields: { outcome: 'pending', error: 'NotVerified' },
    };
    expect(office.ports.logged).toEqual([told, told]);
    office.pass(300);
    await expect(sweep(office.ports)).resolves.toEqual({ sent: 1 });
  });

  it('that does not come for an hour delays the letter by five minutes at most', async () => {
    const down: Ses = async () => Promise.reject(Object.assign(new Error('no'), { code: 'ECONNREFUSED' }));
    office.plays(...Array.from({ length: 13 }, () => down));
    await deliver();
    for (let runs = 0; runs < 12; runs += 1) {
      office.pass(300);
      await expect(sweep(office.ports)).resolves.toEqual({ pending: 1 });
    }
    office.pass(300);
    await expect(sweep(office.ports)).resolves.toEqual({ sent: 1 });
    const told = office.ports.logged.filter(({ level }) => level === 'error');
    expect(told).toHaveLength(7);
    expect(told[0]).toEqual({
      level: 'error',
      event: 'letter waits for long',
      fields: { outcome: 'pending', error: 'ECONNREFUSED' },
    });
  });

  it('that rejects the letter ends it', async () => {
    office.plays(async () => Promise.reject(sesError('MessageRejected')));
    await expect(deliver()).resolves.toBe('refused');
    office.pass(86_400);
    await expect(deliver()).resolves.toBe('left');
    expect(office.calls.ses).toBe(1);
  });
});

describe('a key service that is down', () => {
  it('postpones the letter, because SES was not called', async () => {
    const keys = { ...office.ports.keys, open: () => Promise.reject(new Error('no key for ann@example.com')) };
    await expect(deliver({ keys })).resolves.toBe('pending');
    office.pass(60);
    await expect(deliver()).resolves.toBe('sent');
    expect(JSON.stringify(office.ports.logged)).not.toContain('ann@');
  });
});
