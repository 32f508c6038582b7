import { stageOf, StageError } from '../../../lib/stages.ts';

const stages = {
  dev: { origin: 'https://dev.shop.example', mailFrom: 'cards@dev.shop.example' },
  prod: { origin: 'https://cards.shop', mailFrom: 'hello@cards.shop' },
};
const read = (context: Record<string, unknown>) => (key: string) => context[key];
const stage = (context: Record<string, unknown>) => stageOf(read({ stages, ...context }), '1.2.3');

describe('a stage', () => {
  it('is dev where none is asked for, at PayPal’s sandbox', () => {
    expect(stage({})).toMatchObject({
      name: 'dev',
      origin: 'https://dev.shop.example',
      paypalApiBase: 'https://api-m.sandbox.paypal.com',
      mailFrom: 'cards@dev.shop.example',
      version: '1.2.3',
      terminationProtection: true,
    });
  });

  it('of production takes real money', () => {
    expect(stage({ stage: 'prod' })).toMatchObject({ name: 'prod', paypalApiBase: 'https://api-m.paypal.com' });
  });

  it('is in the SES sandbox only where its settings say so', () => {
    const dev = { ...stages.dev, sesSandbox: true };
    expect(stage({ stages: { ...stages, dev } }).sesSandbox).toBe(true);
    expect(stage({}).sesSandbox).toBe(false);
    expect(stage({ stage: 'prod', stages: { ...stages, dev } }).sesSandbox).toBe(false);
    expect(() => stage({ stages: { dev: { ...dev, sesSandbox: 'no' } } })).toThrow(
      'Stage dev needs context.stages.dev.sesSandbox in cdk.json as true or false, or not at all.',
    );
  });

  it('of one machine is told everything by the context itself', () => {
    const told = {
      origin: 'http://127.0.0.1:3000',
      paypalApiBase: 'http://127.0.0.1:3001',
      mailFrom: 'a@shop.localhost',
    };
    expect(stage({ stage: 'local', ...told })).toMatchObject({ name: 'local', ...told, terminationProtection: false });
  });

  it.each([
    ['an unknown name', { stage: 'xyz' }, 'Stage "xyz" is unknown: use one of dev, prod, local.'],
    [
      'a name that every object has',
      { stage: 'toString' },
      'Stage "toString" is unknown: use one of dev, prod, local.',
    ],
    [
      'production with a placeholder for its origin',
      { stage: 'prod', stages: { prod: { ...stages.prod, origin: 'https://shop.example' } } },
      "Stage prod has only a placeholder: set context.stages.prod.origin in cdk.json to the shop's own.",
    ],
    [
      'production with a placeholder for its sender',
      { stage: 'prod', stages: { prod: { ...stages.prod, mailFrom: 'cards@shop.example' } } },
      "Stage prod has only a placeholder: set context.stages.prod.mailFrom in cdk.json to the shop's own.",
    ],
    [
      'a stage without settings',
      { stages: undefined },
      'Stage dev needs context.stages.dev.origin in cdk.json as a plain origin such as https://shop.example.',
    ],
    [
      'a local stage without PayPal',
      { stage: 'local', origin: 'http://127.0.0.1:3000' },
      'Stage local needs -c paypalApiBase=… as a plain origin such as https://shop.example.',
    ],
  ])('is refused in one sentence: %s', (_case, context, sentence) => {
    expect(() => stage(context)).toThrow(StageError);
    expect(() => stage(context)).toThrow(sentence);
  });

  it.each(['http://dev.shop.example', 'https://dev.shop.example/', 'https://a b', 'dev.shop.example', 7])(
    'in the cloud is refused the origin %p',
    (origin) => {
      expect(() => stage({ stages: { dev: { ...stages.dev, origin } } })).toThrow(StageError);
    },
  );

  it.each(['Shop <a@shop.example>', 'shop.example', 'a@b@c', ''])('is refused the sender %p', (mailFrom) => {
    expect(() => stage({ stages: { dev: { ...stages.dev, mailFrom } } })).toThrow(/as a bare address/);
  });
});
