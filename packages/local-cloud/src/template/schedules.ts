import type { Schedule } from './cloud.ts';
import { TemplateError } from './error.ts';
import { listOf, objectOf, textOf } from './json.ts';
import type { Resolved } from './resolved.ts';
import type { FunctionNames } from './sources.ts';

const unitSeconds: Readonly<Record<string, number>> = { minute: 60, hour: 3600, day: 86_400 };
/** How often a failed delivery is retried and where it then goes: EventBridge's own business. */
const leftAlone = ['RetryPolicy', 'DeadLetterConfig'];

/** One schedule for each target of the rule; none where the rule is disabled. */
export const schedulesOf = ({ id, at, properties }: Resolved, functions: FunctionNames): Schedule[] => {
  if (properties['State'] === 'DISABLED') return [];
  const everySeconds = secondsOf(properties['ScheduleExpression'], `${at}.ScheduleExpression`);
  return listOf(properties['Targets'], at).map((target, index) => {
    const where = `${at}.Targets.${index}`;
    const { Arn, Input } = objectOf(target, ['Arn', 'Id', 'Input', ...leftAlone], where);
    return {
      id: index === 0 ? id : `${id}-${index}`,
      functionId: functions(Arn, `${where}.Arn`).id,
      everySeconds,
      input: Input === undefined ? undefined : JSON.parse(textOf(Input, `${where}.Input`)),
    };
  });
};

const secondsOf = (expression: unknown, at: string): number => {
  const [, count, unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(String(expression)) ?? [];
  const seconds = unitSeconds[unit];
  if (seconds === undefined) throw new TemplateError(at, `the schedule ${String(expression)} is unknown`);
  return Number(count) * seconds;
};
