import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

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
