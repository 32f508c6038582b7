import { entryOf } from '../../../../lib/bundle/entry.ts';

const plan = { name: 'shop-public', context: 'shop', part: 'public', needs: {}, ports: [] };

describe('the entry of a function', () => {
  it('serves the routes of its context with the bare ports when it uses nothing', () => {
    const source = entryOf(plan);
    expect(source).toContain("import { routes } from './shop/routes.ts';");
    expect(source).toContain('export const handler = serve(shop, routes, ports);');
    expect(source).not.toMatch(/stageSecrets|stageKeys|dynamoClient|\w+Port\(/);
  });

  it('serves staff routes to staff', () => {
    expect(entryOf({ ...plan, name: 'shop-staff', part: 'staff' })).toContain("from './shop/staff-routes.ts';");
  });

  it('brings the client of DynamoDB where there is a table, and warms it up', () => {
    const source = entryOf({ ...plan, needs: { 'shop.goods': ['GetItem'] } });
    expect(source).toContain("const system = systemPorts('shop-public', dynamoClient());");
    expect(source).toContain('void warmUp(system.dynamo);');
  });

  it('brings secrets, keys and the ports of other contexts only where they are used', () => {
    const source = entryOf({
      ...plan,
      needs: { 'ssm:paypal': ['GetParameters'], 'kms:pins': ['Decrypt'] },
      ports: ['paypal'],
    });
    expect(source).toContain('secrets: stageSecrets(system.settings.stage, system.now, { ahead: ["paypal"] }),');
    expect(source).toContain('keys: stageKeys(');
    expect(source).toContain("...paypalPort(base, 'request'),");
  });

  it('runs the worker of a stream or a schedule, which has longer for its calls', () => {
    const onStream = entryOf({
      ...plan,
      name: 'shop-tell',
      part: 'tell',
      ports: ['paypal'],
      on: { stream: 'shop.goods', where: [] },
    });
    expect(onStream).toContain("import { tell } from './shop/workers.ts';");
    expect(onStream).toContain("export const handler = work('shop-tell', tell, ports);");
    expect(onStream).toContain("...paypalPort(base, 'worker'),");
    const scheduled = entryOf({ ...plan, name: 'shop-sweep', part: 'sweep', on: { every: '5 minutes' } });
    expect(scheduled).toContain("export const handler = onSchedule('shop-sweep', sweep, ports);");
  });
});
