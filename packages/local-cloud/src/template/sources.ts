import type { LambdaFunction, StreamSource, Table } from './cloud.ts';
import { TemplateError } from './error.ts';
import { booleanOf, listOf, numberOf, objectOf, textOf } from './json.ts';
import type { Resolved } from './resolved.ts';

/** The functions of the template by what may name them: ARN or name. */
export type FunctionNames = (named: unknown, at: string) => LambdaFunction;

/** A stream event source; undefined where it is switched off. Defaults are those of the EventSourceMapping reference. */
export const sourceOf = (
  { id, at, properties }: Resolved,
  functions: FunctionNames,
  streams: ReadonlyMap<string, Table>,
): StreamSource | undefined => {
  if (!booleanOf(properties['Enabled'], true, `${at}.Enabled`)) return undefined;
  const number = (name: string, otherwise: number): number => numberOf(properties[name], otherwise, `${at}.${name}`);
  const table = streams.get(textOf(properties['EventSourceArn'], `${at}.EventSourceArn`));
  if (!table) throw new TemplateError(`${at}.EventSourceArn`, 'only the stream of a table of this template is known');
  if (properties['StartingPosition'] !== 'TRIM_HORIZON') {
    throw new TemplateError(`${at}.StartingPosition`, 'only TRIM_HORIZON is known');
  }
  const retries = number('MaximumRetryAttempts', -1);
  const onFailureQueue = onFailureOf(properties['DestinationConfig'], `${at}.DestinationConfig`);
  return {
    id,
    functionId: functions(properties['FunctionName'], `${at}.FunctionName`).id,
    tableId: table.id,
    batchSize: number('BatchSize', 100),
    filters: filtersOf(properties['FilterCriteria'], `${at}.FilterCriteria`),
    bisect: booleanOf(properties['BisectBatchOnFunctionError'], false, at),
    partialFailures: partialFailuresOf(properties['FunctionResponseTypes'], `${at}.FunctionResponseTypes`),
    retries: retries < 0 ? Infinity : retries,
    parallel: number('ParallelizationFactor', 1),
    ...(onFailureQueue === undefined ? {} : { onFailureQueue }),
  };
};

const filtersOf = (criteria: unknown, at: string): unknown[] => {
  if (criteria === undefined) return [];
  return listOf(objectOf(criteria, ['Filters'], at)['Filters'], at).map((filter) => {
    const pattern = textOf(objectOf(filter, ['Pattern'], at)['Pattern'], at);
    try {
      return JSON.parse(pattern) as unknown;
    } catch {
      throw new TemplateError(at, 'the pattern is not JSON');
    }
  });
};

const partialFailuresOf = (types: unknown, at: string): boolean => {
  const list = listOf(types, at);
  const unknown = list.find((type) => type !== 'ReportBatchItemFailures');
  if (unknown !== undefined)
    throw new TemplateError(
      at,
      `the response type ${typeof unknown === 'string' ? unknown : JSON.stringify(unknown)} is unknown`,
    );
  return list.length > 0;
};

const onFailureOf = (config: unknown, at: string): string | undefined => {
  if (config === undefined) return undefined;
  const { OnFailure } = objectOf(config, ['OnFailure'], at);
  return textOf(objectOf(OnFailure, ['Destination'], at)['Destination'], at);
};
