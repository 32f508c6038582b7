import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { contexts } from '../../../functions/contexts.ts';
import { openapiOf } from '../../../functions/kit/openapi.ts';

const made = openapiOf(contexts, '0.1.0') as { paths: Record<string, Record<string, { responses: object }>> };

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1 for an independent validator', async () => {
    const result = await new Validator().validate(structuredClone(made));
    expect(result).toMatchObject({ valid: true });
  });

  it('has every route of every contract, and nothing else', () => {
    const routes = contexts.flatMap((context) => Object.values(context.routes ?? {}).map(({ at }) => at));
    const described = Object.entries(made.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.sort()).toEqual(routes.filter((at) => at !== '$default').sort());
  });

  it('is the one that is committed', () => {
    expect(JSON.parse(readFileSync('docs/openapi.json', 'utf8'))).toEqual(JSON.parse(JSON.stringify(made)));
  });

  it('says for every route what may go wrong', () => {
    for (const item of Object.values(made.paths))
      for (const { responses } of Object.values(item)) expect(Object.keys(responses)).toContain('503');
  });
});
