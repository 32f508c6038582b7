import type { FunctionPlan } from '../plans/functions.ts';

type Planned = Pick<FunctionPlan, 'name' | 'context' | 'part' | 'needs' | 'ports' | 'on'>;

const has = (needs: Planned['needs'], kind: string): boolean =>
  Object.keys(needs).some((each) => each.startsWith(kind));

const portsOf = ({ needs, name, on, ports }: Planned): string[] => {
  return [
    `import { systemPorts } from './kit/ports.ts';`,
    ...(has(needs, 'ssm:') ? [`import { stageSecrets } from './kit/crypto/secrets.ts';`] : []),
    ...(has(needs, 'kms:') ? [`import { stageKeys } from './kit/crypto/data-keys.ts';`] : []),
    ...ports.map((context) => `import { port as ${context}Port } from './${context}/port.ts';`),
    `const system = systemPorts('${name}');`,
    ...(has(needs, 'lambda:') ? [`import { lambdaWake } from './kit/work/wake.ts';`] : []),
    `const base = { ...system,`,
    ...(has(needs, 'ssm:') ? [`  secrets: stageSecrets(system.settings.stage, system.now),`] : []),
    ...(has(needs, 'lambda:') ? [`  wake: lambdaWake(system),`] : []),
    ...(on && !('stream' in on) ? [`  sweeping: true as const,`] : []),
    ...(has(needs, 'kms:') ? [`  keys: stageKeys(system.settings.stage),`] : []),
    `};`,
    `const ports = { ...base,`,
    ...ports.map((context) => `  ...${context}Port(base, '${on ? 'worker' : 'request'}'),`),
    `};`,
  ];
};

const handler = ({ name, context, part, on }: Planned): string[] => {
  if (!on)
    return [
      `import { serve } from './kit/http/serve.ts';`,
      `import { ${context} } from './${context}/contract.ts';`,
      `import { routes } from './${context}/${part === 'staff' ? 'staff-routes' : 'routes'}.ts';`,
      `export const handler = serve(${context}, routes, ports);`,
    ];
  const kind = 'stream' in on ? 'work' : 'onSchedule';
  return [
    `import { ${kind} } from './kit/work/work.ts';`,
    `import { ${part} } from './${context}/workers.ts';`,
    `export const handler = ${kind}('${name}', ${part}, ports);`,
  ];
};

/**
 * Returns the source of a function's entry: real ports as its uses ask for them, and the routes of its audience or its
 * worker. It is bundled as if it were a file of `functions`.
 */
export const entryOf = (plan: Planned): string => [...portsOf(plan), ...handler(plan), ''].join('\n');
