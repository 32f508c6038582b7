import { unwritable } from '../../src/program.ts';

describe('an error of the disk', () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });

  it('becomes one sentence that says where and why', () => {
    expect(unwritable(full, '/data', 'The shop')).toBe(
      'The shop ends because /data cannot be written: the disk is full (ENOSPC). What was acknowledged is kept.',
    );
    expect(unwritable(Object.assign(full, { path: '/data/logs/x.log' }), '/data', 'The shop')).toContain(
      '/data/logs/x.log',
    );
  });

  it.each([[new Error('other')], [undefined], [{ code: 'ECONNREFUSED' }], [{ code: 'toString' }], [{ code: 28 }]])(
    'is no other error: %p',
    (error) => expect(unwritable(error, '/data', 'The shop')).toBeUndefined(),
  );
});
