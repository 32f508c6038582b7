import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

it.each(['SIGINT', 'SIGTERM'] as const)(
  '%s while the shop starts ends it before it is ready and leaves neither process nor lock behind',
  async (signal) => {
    const home = mkdtempSync(path.join(tmpdir(), 'candor-give-up-'));
    const env = { ...process.env, CANDOR_HOME: home, PORT: '0' };
    const child = spawn(process.execPath, ['bin/local.ts'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const code = new Promise((resolve) => child.once('exit', resolve));
    try {
      let said = '';
      child.stdout.on('data', (text: Buffer) => (said += text.toString()));
      await new Promise((resolve) => child.stdout.once('data', resolve));
      child.kill(signal);
      expect(await code).toBe(0);
      expect(said).not.toContain('is ready');
      expect(existsSync(path.join(home, 'lock'))).toBe(false);
      const processes = (): string[] =>
        execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).split('\n').filter((line) => line.includes(home)); // prettier-ignore
      while (processes().length > 0) await sleep(50);
    } finally {
      child.kill('SIGKILL');
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    }
  },
  120_000,
);
