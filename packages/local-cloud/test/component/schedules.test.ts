import { startSchedules } from '../../src/schedules.ts';
import type { Schedule } from '../../src/template/cloud.ts';

type Payload = Record<string, unknown>;
const schedule = (more: Partial<Schedule> = {}): Schedule => ({
  ...{ id: 'sweep-rule', functionId: 'sweep', everySeconds: 0.03, input: undefined },
  ...more,
});
const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const until = async (holds: () => boolean) => {
  for (const since = performance.now(); !holds(); await sleep(2)) {
    if (performance.now() - since > 10_000) throw new Error('the schedule does not run');
  }
};
const pace = { firstRunMs: 10 };

describe('a schedule', () => {
  it('runs soon after the start, then at its pace, and not after it is closed', async () => {
    const times: number[] = [];
    const started = performance.now();
    const running = startSchedules(
      [schedule()],
      async () => void times.push(performance.now() - started),
      () => undefined,
      pace,
    );
    await until(() => times.length === 3);
    await running.close();
    const count = times.length;
    await sleep(80);
    expect(times).toHaveLength(count);
    expect(times[0]).toBeGreaterThanOrEqual(9);
    expect(times[2]).toBeGreaterThanOrEqual(65);
  });

  it('waits with its first run until the ones before it have had theirs', async () => {
    const ran: string[] = [];
    const running = startSchedules(
      ['first', 'second', 'third'].map((functionId) => schedule({ functionId, everySeconds: 3600 })),
      async (functionId) => void ran.push(functionId),
      () => undefined,
      { firstRunMs: 0, apartMs: 30 },
    );
    await until(() => ran.length > 0);
    expect(ran).toEqual(['first']);
    await until(() => ran.length === 3);
    await running.close();
    expect(ran).toEqual(['first', 'second', 'third']);
  });

  it('sends the event that EventBridge sends', async () => {
    const sent: Payload[] = [];
    const clock = { now: () => Date.UTC(2026, 0, 2, 3, 4, 5, 678), newId: () => 'event-1', firstRunMs: 0 };
    const invoke = async (functionId: string, payload: unknown) =>
      void sent.push({ functionId, ...(payload as Payload) });
    const running = startSchedules([schedule({ everySeconds: 300 })], invoke, () => undefined, clock);
    await until(() => sent.length === 1);
    await running.close();
    expect(sent[0]).toEqual({
      functionId: 'sweep',
      version: '0',
      id: 'event-1',
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      account: '000000000000',
      time: '2026-01-02T03:04:05Z',
      region: 'us-east-1',
      resources: ['arn:aws:events:us-east-1:000000000000:rule/sweep-rule'],
      detail: {},
    });
  });

  it('sends its own input where it has one', async () => {
    const sent: unknown[] = [];
    const invoke = async (_id: string, payload: unknown) => void sent.push(payload);
    const running = startSchedules([schedule({ input: { kind: 'nightly' } })], invoke, () => undefined, pace);
    await until(() => sent.length > 0);
    await running.close();
    expect(sent[0]).toEqual({ kind: 'nightly' });
  });

  it('never overlaps itself, and closing waits for the run under way', async () => {
    let running = 0;
    let most = 0;
    let runs = 0;
    const schedules = startSchedules(
      [schedule({ everySeconds: 0.005 })],
      async () => {
        most = Math.max(most, (running += 1));
        await sleep(30);
        running -= 1;
        runs += 1;
      },
      () => undefined,
      pace,
    );
    await until(() => runs === 2 && running === 1);
    await schedules.close();
    expect(most).toBe(1);
    expect(running).toBe(0);
  });

  it('goes on after a failed run, which is logged without its message', async () => {
    const lines: string[] = [];
    let runs = 0;
    const invoke = async () => {
      runs += 1;
      if (runs === 1) throw new TypeError('about buyer@example.com');
    };
    const running = startSchedules([schedule()], invoke, (line) => lines.push(line), pace);
    await until(() => runs >= 2);
    await running.close();
    expect(lines).toEqual(['Schedule sweep-rule: a run failed with TypeError.']);
  });

  it('keeps its pace when the clock is set back by an hour', async () => {
    let now = Date.UTC(2026, 0, 2, 3);
    let runs = 0;
    const invoke = async () => {
      runs += 1;
      now -= 3_600_000;
    };
    const running = startSchedules([schedule()], invoke, () => undefined, { ...pace, now: () => now });
    await until(() => runs === 3);
    await running.close();
    expect(now).toBe(Date.UTC(2026, 0, 2, 0));
  });
});

describe('a run that is asked for', () => {
  it('comes at once, with the event of a scheduled one, and gives the result of the function', async () => {
    const invoke = async (functionId: string, payload: unknown) => [functionId, (payload as Payload)['source']];
    const running = startSchedules([schedule()], invoke, () => undefined, { firstRunMs: 3_600_000 });
    expect(await running.runOf('sweep')?.()).toEqual(['sweep', 'aws.events']);
    await running.close();
  });

  it('waits for the run under way, and fails alone when the function fails', async () => {
    const order: string[] = [];
    const results = [Promise.withResolvers<string>(), Promise.withResolvers<string>()];
    const invoke = async () => {
      const mine = results.shift();
      order.push('begun');
      return mine?.promise.finally(() => order.push('ended'));
    };
    const [first, second] = [...results];
    const running = startSchedules([schedule()], invoke, () => undefined, { firstRunMs: 3_600_000 });
    const failing = running.runOf('sweep')?.();
    const following = running.runOf('sweep')?.();
    first?.reject(new TypeError('no'));
    second?.resolve('done');
    await expect(failing).rejects.toThrow(TypeError);
    expect(await following).toBe('done');
    expect(order).toEqual(['begun', 'ended', 'begun', 'ended']);
    await running.close();
  });

  it('does not exist for a function without a schedule', async () => {
    const running = startSchedules(
      [schedule()],
      async () => undefined,
      () => undefined,
      pace,
    );
    expect(running.runOf('settle')).toBeUndefined();
    await running.close();
  });
});
