import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { unwritable } from '../../../packages/local-cloud/src/full-disk.ts';

describe('an error of the disk', () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });

  it('becomes one sentence that says where and why', () => {
    expect(unwritable(full, '/data')).toBe(
      'The shop ends because /data cannot be written: the disk is full (ENOSPC). What it answered for is kept.',
    );
    expect(unwritable(Object.assign(full, { path: '/data/logs/x.log' }), '/data')).toContain('/data/logs/x.log');
  });

  it.each([[new Error('other')], [undefined], [{ code: 'ECONNREFUSED' }], [{ code: 'toString' }], [{ code: 28 }]])(
    'is no other error: %p',
    (error) => expect(unwritable(error, '/data')).toBeUndefined(),
  );
});

describe('a shop whose disk becomes full', () => {
  it('ends in order, with one sentence and exit code 1', async () => {
    const home = mkdtempSync(path.join(tmpdir(), 'candor-full-'));
    mkdirSync(path.join(home, 'logs'));
    symlinkSync('/dev/full', path.join(home, 'logs', 'api-access.log'));
    const env = { ...process.env, CANDOR_HOME: home, PORT: '0' };
    const shop = spawn(process.execPath, ['bin/local.ts'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let [said, complained] = ['', ''];
    shop.stderr.on('data', (text: Buffer) => (complained += text.toString()));
    const code = new Promise((resolve) => shop.once('exit', resolve));
    try {
      await new Promise<void>((resolve, reject) => {
        shop.stdout.on('data', (text: Buffer) => (said += text.toString()).includes('is ready') && resolve());
        shop.once('exit', () => reject(new Error(complained)));
      });
      const { api } = JSON.parse(readFileSync(path.join(home, 'local.json'), 'utf8')) as { api: string };
      await fetch(`${api}/health`);
      expect(await code).toBe(1);
      expect(complained.trim()).toMatch(
        /^The shop ends because \S+ cannot be written: the disk is full \(ENOSPC\)\..*$/,
      );
      expect(existsSync(path.join(home, 'lock'))).toBe(false);
    } finally {
      shop.kill('SIGKILL');
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    }
  }, 180_000);
});
