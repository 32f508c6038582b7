import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { contexts } from '../../../../functions/contexts.ts';
import { openapiOf } from '../../../../lib/plans/openapi.ts';

type Operation = {
  responses: object;
  parameters?: { name: string; required: boolean; schema: { pattern?: string } }[];
};
const made = openapiOf(contexts, '0.1.0') as { paths: Record<string, Record<string, Operation>> };

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

  it('says which keys a request may have, as `serve` takes them', () => {
    const headers = Object.values(made.paths).flatMap((item) =>
      Object.values(item).flatMap(({ parameters = [] }) => parameters.filter(({ name }) => name === 'Idempotency-Key')),
    );
    expect(headers.length).toBeGreaterThan(0);
    for (const { required, schema } of headers) {
      expect(required).toBe(true);
      const form = new RegExp(schema.pattern ?? '', 'u');
      for (const key of ['k', 'a b~', ' ', 'x'.repeat(64)]) expect(key).toMatch(form);
      for (const key of ['', 'x'.repeat(65), 'a\tb', 'é', 'a\n']) expect(key).not.toMatch(form);
    }
  });

  it('says for every route what may go wrong', () => {
    for (const item of Object.values(made.paths))
      for (const { responses } of Object.values(item)) expect(Object.keys(responses)).toContain('503');
  });
});
