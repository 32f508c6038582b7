import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { accessTokenVerifier, signIn, type Tokens } from '../../../functions/identity/public.ts';
import { newSigner, type Subject } from '../../../packages/local-cloud/src/cognito/tokens.ts';
import { localAccess } from '../../harness/dynamodb.ts';
import { startUserPools } from '../../harness/user-pools.ts';

const dynamo = new DynamoDBClient(localAccess);
const password = 'Ready-User-999';
const ready = [
  { pool: 'customers', email: 'ann@buyer.example', password, groups: [] },
  { pool: 'staff', email: 'clerk@staff.example', password, groups: ['support', 'admin'] },
];
let world: Awaited<ReturnType<typeof startUserPools>>;
beforeAll(async () => (world = await startUserPools({ dynamo, ready, mfa: 'OPTIONAL' })));
afterAll(async () => {
  await world.close();
  dynamo.destroy();
});

const tokensOf = async (pool: 'customers' | 'staff', email: string): Promise<Tokens> => {
  const tokens = await signIn(pool, { email, password }, world.ports);
  if (!('accessToken' in tokens)) throw new Error('not signed in');
  return tokens;
};

/** A verifier, and how often it has fetched keys. */
const verifier = (change: (answer: () => Promise<Response>) => Promise<Response> = (answer) => answer()) => {
  const fetched: string[] = [];
  const counting = (url: string | URL, init?: RequestInit) => {
    fetched.push(new URL(url).pathname);
    return change(() => fetch(url, init));
  };
  return { verify: accessTokenVerifier({ ...world.ports, fetch: counting as typeof fetch }), fetched };
};

const part = (token: string, at: number): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[at] ?? '', 'base64url').toString()) as Record<string, unknown>;
const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const subject: Subject = {
  pool: 'us-east-1_Customers',
  client: 'customersclient',
  sub: 'account-1',
  email: 'ann@buyer.example',
  verified: true,
  groups: [],
  originJti: 'origin-1',
  authTime: 1,
};

describe('an access token', () => {
  it('of a customer says whose it is and which sign-in it comes from', async () => {
    const { accessToken, id, origin, authTime } = await tokensOf('customers', 'ann@buyer.example');
    expect(await verifier().verify(accessToken)).toEqual({ pool: 'customers', id, origin, authTime, groups: [] });
  });

  it('of staff says their groups', async () => {
    const { accessToken } = await tokensOf('staff', 'clerk@staff.example');
    expect(await verifier().verify(accessToken)).toMatchObject({ pool: 'staff', groups: ['support', 'admin'] });
  });

  it('is no token when anything in it was changed', async () => {
    const { accessToken } = await tokensOf('customers', 'ann@buyer.example');
    const [head = '', , signature = ''] = accessToken.split('.');
    const claims = part(accessToken, 1);
    const { verify } = verifier();
    const changed = [
      `${head}.${encoded({ ...claims, sub: 'somebody-else' })}.${signature}`,
      `${head}.${encoded({ ...claims, 'cognito:groups': ['admin'] })}.${signature}`,
      `${encoded({ ...part(accessToken, 0), alg: 'none' })}.${encoded(claims)}.`,
      `${encoded({ ...part(accessToken, 0), alg: 'HS256' })}.${encoded(claims)}.${signature}`,
      accessToken.slice(0, -8),
      'x',
      'a.b.c',
      '',
    ];
    for (const token of changed) expect(await verify(token)).toBeUndefined();
    expect(await verify(accessToken)).toBeDefined();
  });

  it('is no token when another key signed it, whatever it says', async () => {
    expect(await verifier().verify(newSigner().access(subject, Date.now(), 300))).toBeUndefined();
  });

  it.each([
    ['has expired', { lasts: -1 }],
    ['is of another client', { client: 'anotherclient' }],
    ['is of another pool', { pool: 'us-east-1_Another' }],
    ['is of a pool with the client of the other', { client: 'staffclient' }],
  ])('is no token that %s', async (_, { lasts = 300, ...changed }: Partial<Subject> & { lasts?: number }) => {
    const signer = newSigner();
    const { verify } = verifier(async () => Response.json(signer.jwks));
    expect(await verify(signer.access({ ...subject, ...changed }, Date.now(), lasts))).toBeUndefined();
    expect(await verify(signer.access(subject, Date.now(), 300))).toMatchObject({ id: 'account-1' });
  });

  it('is not a token about a person: an id token is none', async () => {
    const signer = newSigner();
    const { verify } = verifier(async () => Response.json(signer.jwks));
    expect(await verify(signer.id(subject, Date.now(), 300))).toBeUndefined();
  });
});

describe('the keys of the pools', () => {
  it('are fetched once, however many tokens come', async () => {
    const { accessToken } = await tokensOf('customers', 'ann@buyer.example');
    const { verify, fetched } = verifier();
    await Promise.all([verify(accessToken), verify(accessToken)]);
    await verify(accessToken);
    expect(fetched).toEqual(['/us-east-1_Customers/.well-known/jwks.json']);
  });

  it('are fetched once a minute at most, whatever unknown keys tokens name', async () => {
    const { verify, fetched } = verifier();
    for (let tried = 0; tried < 5; tried += 1)
      expect(await verify(newSigner().access(subject, Date.now(), 300))).toBeUndefined();
    expect(fetched).toHaveLength(1);
  });

  it('are fetched again for a key that is new', async () => {
    const [old, fresh] = [newSigner(), newSigner()];
    let current = old;
    const { verify } = verifier(async () => Response.json(current.jwks));
    expect(await verify(old.access(subject, Date.now(), 300))).toBeDefined();
    current = fresh;
    expect(await verify(fresh.access(subject, Date.now(), 300))).toBeUndefined();
    world.move(60_000);
    expect(await verify(fresh.access(subject, Date.now(), 300))).toBeDefined();
  });

  it('that cannot be had make the answer Unavailable and not a bad token', async () => {
    const signer = newSigner();
    let down = true;
    const { verify, fetched } = verifier(async () =>
      down ? new Response('', { status: 503 }) : Response.json(signer.jwks),
    );
    const token = signer.access(subject, Date.now(), 300);
    await expect(verify(token)).rejects.toMatchObject({ name: 'Unavailable' });
    expect(fetched).toHaveLength(2);
    down = false;
    expect(await verify(token)).toBeDefined();
  });
});
