import fc from 'fast-check';
import { deliver } from '../../../functions/mail/deliver.ts';
import { pace } from '../../../functions/mail/pace.ts';
import { mailDoor, type MailDoor } from '../../harness/mail-door.ts';
import { death, openPostOffice, sesError, type Office, type PostOffice, type Ses } from '../../harness/post-office.ts';

let postOffice: PostOffice;
beforeAll(async () => void (postOffice = await openPostOffice()), 60_000);
afterAll(() => postOffice.close());

const names = ['ann', 'bob'] as const;
type Name = (typeof names)[number];

/** What SES does, and what of it the sender sees. */
const plays: Record<string, Ses> = {
  takes: async (take) => take(),
  defers: async () => Promise.reject(sesError('Throttling')),
  'takes, and the answer is lost': async (take) => (take(), Promise.reject(sesError('InternalFailure', 500))),
  'takes, and the sender dies': async (take) => (take(), death),
  'is never called, because the sender dies': () => death,
};

const name = fc.constantFrom(...names);
const step = fc.oneof(
  fc.record({ do: fc.constant('agree' as const), name }),
  fc.record({ do: fc.constant('out' as const), name }),
  fc.record({ do: fc.constant('put' as const), name }),
  fc.record({ do: fc.constant('deliver' as const), name, ses: fc.constantFrom(...Object.keys(plays)) }),
  fc.record({ do: fc.constant('pace' as const), name }),
  fc.record({ do: fc.constant('complain' as const), name }),
  fc.record({ do: fc.constant('bounce' as const), name }),
  fc.record({ do: fc.constant('wait' as const), name }),
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

type World = { office: Office; door: MailDoor; agreed: Set<Name>; letters: { id: string; to: Name }[]; seen: number };

const event = async (world: World, who: Name, type: string, more: object = {}): Promise<void> => {
  const { office, door, letters, agreed } = world;
  for (const { id, to } of letters) {
    const row = await office.row(id);
    if (to !== who || row['state'] !== 'sent') continue;
    // Twice, because SNS may.
    for (let time = 0; time < 2; time += 1) await door.event(id, to, type, more);
    agreed.delete(to);
  }
};

const steps: { [D in Step['do']]: (world: World, step: Extract<Step, { do: D }>) => Promise<unknown> } = {
  agree: async ({ door, agreed }, { name: who }) => {
    const known = await door.known(who);
    await door.agree(who);
    // What cannot be delivered stays so, whoever agrees.
    if (known?.undeliverable === undefined) agreed.add(who);
  },
  out: async ({ door, agreed }, { name: who }) => (agreed.delete(who), door.out(who)),
  put: async ({ door, letters }, { name: to }) => {
    const id = `campaign:c1:${letters.length}`;
    letters.push({ id, to });
    await door.put({ id, to });
    await door.page([id], `c1:${letters.length}`);
  },
  deliver: async ({ office, letters }, { ses }) => {
    const { id } = letters.at(-1) ?? { id: '' };
    const play = plays[ses];
    if (id === '' || !play) return;
    const before = office.calls.ses;
    office.plays(play);
    const done = deliver(id, office.ports);
    const begun = (async () => {
      while (office.calls.ses === before) await new Promise((turn) => setTimeout(turn, 2));
    })();
    await (ses.includes('dies') ? Promise.race([done, begun]) : done);
    if (office.calls.ses === before) office.calls.ses += 1; // Ends the wait above.
    office.unplay();
  },
  pace: ({ office }) => pace(office.ports),
  complain: (world, { name: who }) => event(world, who, 'Complaint'),
  bounce: (world, { name: who }) => event(world, who, 'Bounce', { bounce: { bounceType: 'Permanent' } }),
  wait: async ({ office }) => office.pass(130),
};

/** Whoever got a mail had agreed, and no letter went out twice. */
const check = ({ office, agreed, seen }: World): void => {
  for (const { to } of office.taken.slice(seen)) expect(agreed).toContain(to.split('@')[0] as Name);
  const ids = office.taken.map(({ source }) => /^Message-ID: <(\w+)@/im.exec(source)?.[1]);
  expect(new Set(ids).size).toBe(ids.length);
};

describe('whatever people, senders and SES do in whatever order', () => {
  // promise: P38, P39
  it('no newsletter reaches who has not agreed or has refused, and none goes out twice', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 16 }), async (all) => {
        const office = await postOffice.office();
        const door = await mailDoor(office);
        for (const each of names) await door.person(each);
        const world: World = { office, door, agreed: new Set(), letters: [], seen: 0 };
        for (const each of all) {
          await (steps[each.do] as (world: World, step: Step) => Promise<unknown>)(world, each);
          check(world);
          world.seen = office.taken.length;
        }
      }),
      { numRuns: 25 },
    );
  }, 300_000);
});
