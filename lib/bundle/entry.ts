import type { Trigger } from '../../functions/kit/contract/worker.ts';
import type { FunctionPlan } from '../plans/functions.ts';

type Planned = Pick<FunctionPlan, 'name' | 'context' | 'part' | 'needs' | 'ports' | 'on'>;

const has = (needs: Planned['needs'], kind: string): boolean =>
  Object.keys(needs).some((each) => each.startsWith(kind));

/** A need without a kind names a table. */
const hasTable = (needs: Planned['needs']): boolean => Object.keys(needs).some((each) => !each.includes(':'));

const secretsOf = (needs: Planned['needs']): string[] =>
  Object.keys(needs).flatMap((each) => (each.startsWith('ssm:') ? [each.slice('ssm:'.length)] : []));

const portsOf = ({ needs, name, on, ports }: Planned): string[] => [
  `import { ${on && 'topic' in on ? 'setting, ' : ''}systemPorts } from './kit/ports.ts';`,
  ...(has(needs, 'ssm:') ? [`import { stageSecrets } from './kit/crypto/secrets.ts';`] : []),
  ...(has(needs, 'kms:') ? [`import { stageKeys } from './kit/crypto/data-keys.ts';`] : []),
  ...ports.map((context) => `import { port as ${context}Port } from './${context}/port.ts';`),
  ...(hasTable(needs)
    ? [
        `import { dynamoClient } from './kit/store/client.ts';`,
        `import { warmUp } from './kit/store/warm-up.ts';`,
        `const system = systemPorts('${name}', dynamoClient());`,
        `void warmUp(system.dynamo);`,
      ]
    : [`const system = systemPorts('${name}');`]),
  ...(has(needs, 'lambda:') ? [`import { lambdaWake } from './kit/work/wake.ts';`] : []),
  `const base = { ...system,`,
  ...(has(needs, 'ssm:')
    ? [`  secrets: stageSecrets(system.settings.stage, system.now, { ahead: ${JSON.stringify(secretsOf(needs))} }),`]
    : []),
  ...(has(needs, 'lambda:') ? [`  wake: lambdaWake(system),`] : []),
  ...(on && 'every' in on ? [`  sweeping: true as const,`] : []),
  ...(has(needs, 'kms:') ? [`  keys: stageKeys(system.settings.stage),`] : []),
  `};`,
  `const ports = { ...base,`,
  ...ports.map((context) => `  ...${context}Port(base, '${on ? 'worker' : 'request'}'),`),
  `};`,
];

/** Returns the module of a function's code, relative to `functions`: the routes of its audience, or its context's workers. */
export const moduleOf = ({ context, part, on }: Pick<Planned, 'context' | 'part' | 'on'>): string =>
  `${context}/${on ? 'workers' : part === 'staff' ? 'staff-routes' : 'routes'}.ts`;

/** The function that makes a handler of a worker, and its file. */
const handlerOf = (on: Trigger): [string, string] => {
  if ('stream' in on) return ['work', 'stream'];
  if ('topic' in on) return ['onTopic', 'topic'];
  return 'every' in on ? ['onSchedule', 'schedule'] : ['onInvoke', 'invoke'];
};

const handler = (plan: Planned): string[] => {
  const { name, context, part, on } = plan;
  const module = `'./${moduleOf(plan)}'`;
  if (!on)
    return [
      `import { serve } from './kit/http/serve.ts';`,
      `import { ${context} } from './${context}/contract.ts';`,
      `import { routes } from ${module};`,
      `export const handler = serve(${context}, routes, ports);`,
    ];
  const [kind, file] = handlerOf(on);
  return [
    `import { ${kind} } from './kit/work/${file}.ts';`,
    `import { ${part} } from ${module};`,
    `export const handler = ${kind}('${name}', ${'topic' in on ? `setting('TOPIC_ARN'), ` : ''}${part}, ports);`,
  ];
};

/**
 * Returns the source of a function's entry: real ports as its uses ask for them, and the routes of its audience or its
 * worker. It is bundled as if it were a file of `functions`.
 */
export const entryOf = (plan: Planned): string => [...portsOf(plan), ...handler(plan), ''].join('\n');
