import { jest } from '@jest/globals';
import fc from 'fast-check';
import { errorFields, logger, onlyDeclared, type LogFields } from '../../../functions/kit/log.ts';

const canaries = [
  'jane.doe@example.com',
  'Jäne Dœ',
  '198.51.100.7, 10.0.0.1',
  '4111 1111 1111 1111;',
  'PIN=1234567890',
  '<b>x</b>',
];
const written = (write: (log: ReturnType<typeof logger>) => void): Record<string, unknown>[] => {
  const lines: string[] = [];
  const take = (chunk: unknown) => lines.push(...String(chunk).split('\n').filter(Boolean)) > 0;
  const spies = [process.stdout, process.stderr].map((stream) =>
    jest.spyOn(stream, 'write').mockImplementation(take as never),
  );
  try {
    write(logger('cart-public'));
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
};

describe('a log line', () => {
  it('has the declared fields, the level, the time and the name of the function, and nothing else', () => {
    const fields = { route: 'PUT /cart/items/{sku}', status: 200, request: '5f1c-aa', milliseconds: 3, count: 1 };
    const [line, ...others] = written((log) => log.info('answered', fields));
    expect(others).toEqual([]);
    expect(line).toMatchObject({ level: 'INFO', message: 'answered', service: 'cart-public', ...fields });
    const known = [...Object.keys(fields), 'level', 'message', 'service', 'timestamp'];
    expect(known).toEqual(expect.arrayContaining(Object.keys(line ?? {})));
  });

  it('carries no id that another log shares', () => {
    process.env['_X_AMZN_TRACE_ID'] = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';
    try {
      expect(JSON.stringify(written((log) => log.info('answered')))).not.toContain('1-5759e988');
    } finally {
      delete process.env['_X_AMZN_TRACE_ID'];
    }
  });

  it('is small: under 250 bytes', () => {
    const lines = written((log) =>
      log.info('answered', { route: 'PUT /cart/items/{sku}', status: 200, request: 'x'.repeat(36) }),
    );
    expect(JSON.stringify(lines[0]).length).toBeLessThan(250);
  });

  it('has its level', () => {
    const lines = written((log) => [log.warn('a'), log.error('b')]);
    expect(lines.map(({ level }) => level)).toEqual(['WARN', 'ERROR']);
  });

  it.each(canaries)('does not come out with personal data in any field, nor in its name: %s', (canary) => {
    const names: (keyof LogFields)[] = ['request', 'route', 'worker', 'problem', 'outcome', 'error', 'at'];
    const lines = written((log) => {
      for (const name of names) log.error('failed', { [name]: canary });
      log.error('failed', { email: canary, body: { canary }, count: canary, status: [canary] } as object);
      log.error('failed', { [canary]: 'x' });
      log.info(canary);
    });
    expect(lines).toHaveLength(names.length + 3);
    expect(JSON.stringify(lines)).not.toContain(JSON.stringify(canary).slice(1, -1));
  });

  it.each(canaries)('does not come out with the message of an error: %s', (canary) => {
    const error = Object.assign(new TypeError(`bad value ${canary}`), { detail: canary, cause: new Error(canary) });
    const lines = written((log) => log.error('request failed', errorFields(error)));
    expect(lines[0]).toMatchObject({ error: 'TypeError', at: expect.stringMatching(/^test\.ts:\d+:\d+$/) as unknown });
    expect(JSON.stringify(lines)).not.toContain(JSON.stringify(canary).slice(1, -1));
  });
});

describe('the fields of a log line', () => {
  it('are declared ones of the declared type, whatever was given', () => {
    const names = [
      'request',
      'route',
      'worker',
      'status',
      'problem',
      'outcome',
      'error',
      'at',
      'count',
      'milliseconds',
    ];
    fc.assert(
      fc.property(fc.dictionary(fc.oneof(fc.string(), fc.constantFrom(...names)), fc.anything()), (given) => {
        for (const [name, value] of Object.entries(onlyDeclared(given))) {
          expect(names).toContain(name);
          expect(String(value)).toMatch(/^[\w.:/{}$ (),+-]{1,120}$/);
        }
      }),
    );
  });

  it('keep what the code itself says', () => {
    const said = {
      route: '$default',
      worker: 'payments-settle',
      status: 503,
      error: 'ThrottlingException',
      at: 'index.js:1:20411',
    };
    expect(onlyDeclared(said)).toEqual(said);
  });
});

describe('the place of an error', () => {
  it('is read from the frames, never from a message that looks like one', () => {
    const error = new Error('first\n    at jane (/home/jane-doe.ts:1:2)\n    at last');
    expect(errorFields(error).at).toMatch(/^test\.ts:\d+:\d+$/);
  });

  it('is left out when there is none', () => {
    const bare = new Error('jane-doe.ts:1:2');
    delete bare.stack;
    expect(errorFields(bare)).toEqual({ error: 'Error' });
    const changed = new Error('jane-roe.ts:1:2');
    expect(changed.stack).toContain('jane');
    changed.message = 'told otherwise';
    expect(errorFields(changed)).toEqual({ error: 'Error' });
  });

  it('is not looked for in what is not an error', () => {
    for (const thrown of ['jane-doe.ts:1:2', undefined, null, 7, { name: 'jane' }])
      expect(errorFields(thrown)).toEqual({ error: 'thrown value' });
  });
});
