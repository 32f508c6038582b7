import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

it.each(['SIGINT', 'SIGTERM'] as const)(
  '%s while the shop starts ends it at once and leaves neither process nor lock behind',
  async (signal) => {
    const home = mkdtempSync(path.join(tmpdir(), 'candor-give-up-'));
    const env = { ...process.env, CANDOR_HOME: home, PORT: '0' };
    const child = spawn(process.execPath, ['bin/local.ts'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const code = new Promise((resolve) => child.once('exit', resolve));
    await new Promise((resolve) => child.stdout.once('data', resolve));
    await sleep(300);
    const asked = performance.now();
    child.kill(signal);
    expect(await code).toBe(0);
    expect(performance.now() - asked).toBeLessThan(3000);
    expect(existsSync(path.join(home, 'lock'))).toBe(false);
    const processes = (): string[] =>
      execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).split('\n').filter((line) => line.includes(home)); // prettier-ignore
    for (let tries = 0; processes().length > 0 && tries < 40; tries += 1) await sleep(50);
    expect(processes()).toEqual([]);
    rmSync(home, { recursive: true, maxRetries: 5 });
  },
  30_000,
);
