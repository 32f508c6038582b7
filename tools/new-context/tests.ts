/** Where the tests of a layer, two folders deep, find what they share. */
const harness = '../../harness';

const unit = (name: string): string => `import { itemOf, limits, view } from '../../../functions/${name}/domain.ts';

describe('an item of ${name}', () => {
  it('has its text without the blanks around it', () => {
    expect(itemOf('a', ' some text ')).toEqual({ id: 'a', text: 'some text' });
  });

  it('is refused without a text, and with one that is too long', () => {
    expect(itemOf('a', ' ')).toEqual({ refused: 'no-text' });
    expect(itemOf('a', 'x'.repeat(limits.text))).toMatchObject({ id: 'a' });
    expect(itemOf('a', 'x'.repeat(limits.text + 1))).toEqual({ refused: 'text-too-long' });
  });

  it('shows its declared fields only', () => {
    const row = { id: 'a', text: 'some text', note: 'for nobody' };
    expect(view(row)).toEqual({ id: 'a', text: 'some text' });
  });
});
`;

const integration = (name: string): string => `import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { toItem } from '../../../functions/kit/store/client.ts';
import { getItem, putItem } from '../../../functions/${name}/public.ts';
import { contractDatabase } from '${harness}/contract-database.ts';
import { testPorts } from '${harness}/ports.ts';

const database = contractDatabase();
const ports = () => testPorts({ dynamo: database.client() });

describe('the table of ${name}', () => {
  it('gives an item back as it was stored, and none that was not', async () => {
    await putItem({ id: 'stored', text: 'some text' }, ports());
    expect(await getItem('stored', ports())).toEqual({ id: 'stored', text: 'some text' });
    expect(await getItem('absent', ports())).toBeUndefined();
  });

  it('takes the same item again, and refuses another of its id', async () => {
    await putItem({ id: 'again', text: 'first' }, ports());
    expect(await putItem({ id: 'again', text: 'first' }, ports())).toBeUndefined();
    expect(await putItem({ id: 'again', text: 'second' }, ports())).toEqual({ refused: 'taken' });
    expect(await getItem('again', ports())).toMatchObject({ text: 'first' });
  });

  it('keeps one of two items of the same id that are stored at the same time', async () => {
    const put = (text: string) => putItem({ id: 'race', text }, ports());
    const results = await Promise.all(['one', 'two'].map(put));
    expect(results.filter((result) => result === undefined)).toHaveLength(1);
    expect(['one', 'two']).toContain((await getItem('race', ports()))?.text);
  });

  it('throws for a row of another form', async () => {
    const command = new PutItemCommand({ TableName: ports().table('${name}.items'), Item: toItem({ id: 'bad' }) });
    await database.client().send(command);
    await expect(getItem('bad', ports())).rejects.toThrow('text');
  });
});
`;

const component = (name: string): string => `import { serve } from '../../../functions/kit/http/serve.ts';
import { ${name} } from '../../../functions/${name}/contract.ts';
import { putItem } from '../../../functions/${name}/public.ts';
import { routes } from '../../../functions/${name}/routes.ts';
import { contractDatabase } from '${harness}/contract-database.ts';
import { call, httpEvent } from '${harness}/http.ts';
import { testPorts } from '${harness}/ports.ts';

const database = contractDatabase();
const ports = () => testPorts({ dynamo: database.client() });
const read = (id: string) => call(serve(${name}, routes, ports()), httpEvent('GET /${name}/{id}', { path: { id } }));

describe('GET /${name}/{id}', () => {
  it('returns the item', async () => {
    await putItem({ id: 'a', text: 'some text' }, ports());
    expect(await read('a')).toMatchObject({ status: 200, body: { id: 'a', text: 'some text' } });
  });

  it('is 404 when there is none', async () => {
    expect(await read('absent')).toMatchObject({ status: 404, body: { type: '/problems/not-found' } });
  });

  it('is 422 for an id of a wrong form', async () => {
    expect(await read('not an id')).toMatchObject({ status: 422, body: { type: '/problems/invalid-request' } });
  });
});
`;

/** Returns the tests of a new context, one a layer, by path from the project's root. */
export const testsOf = (name: string): Record<string, string> => ({
  [`test/unit/${name}/domain.test.ts`]: unit(name),
  [`test/integration/${name}/store.test.ts`]: integration(name),
  [`test/component/${name}/routes.test.ts`]: component(name),
});
