import { jest } from '@jest/globals';
import { logger } from '../../functions/kit/log.ts';
import { ofType, templatesOf, textOf, type Json } from './templates.ts';

const { api } = templatesOf();
const functions = ofType(api, 'AWS::Lambda::Function');
const filters = ofType(api, 'AWS::Logs::MetricFilter').map(([, { Properties }]) => Properties);
const alarms = ofType(api, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties);

/** The line that a function's logger writes. */
const written = (level: 'warn' | 'error'): Json => {
  let text = '';
  const take = (chunk: unknown) => ((text += String(chunk)), true);
  const spies = [process.stdout, process.stderr].map((stream) =>
    jest.spyOn(stream, 'write').mockImplementation(take as never),
  );
  logger('payments-settle')[level]('payment quarantined');
  for (const spy of spies) spy.mockRestore();
  return JSON.parse(text) as Json;
};

describe('a line at level error', () => {
  it('is counted in the log of every function, in one metric of the stage', () => {
    expect(functions.length).toBeGreaterThan(8);
    const groups = functions.map(([, { Properties }]) => textOf((Properties['LoggingConfig'] as Json)['LogGroup']));
    expect(filters.map((each) => textOf(each['LogGroupName'])).sort()).toEqual(groups.sort());
    const count = { MetricNamespace: 'Candor/dev', MetricName: 'ErrorLines', MetricValue: '1' };
    for (const each of filters)
      expect(each).toEqual({
        LogGroupName: expect.anything() as unknown,
        FilterPattern: '{ $.level = "ERROR" }',
        MetricTransformations: [count],
      });
  });

  it('is what the filters look for, and a warning is not', () => {
    expect(written('error')['level']).toBe('ERROR');
    expect(written('warn')['level']).toBe('WARN');
  });

  it('rings within five minutes, by one alarm of the stage', () => {
    expect(alarms.filter(({ Namespace }) => Namespace === 'Candor/dev')).toEqual([
      {
        AlarmDescription: 'A function has written a line at level error: something needs a person',
        Namespace: 'Candor/dev',
        MetricName: 'ErrorLines',
        Statistic: 'Sum',
        Period: 300,
        EvaluationPeriods: 1,
        Threshold: 0,
        ComparisonOperator: 'GreaterThanThreshold',
        TreatMissingData: 'notBreaching',
      },
    ]);
  });
});

describe('alarms', () => {
  it('are fifteen a stage: the error lines, the failure queue, each sweeper, the pacer, the sequencer, retention, the workers with a payload, mail events, and two of SES', () => {
    expect(alarms.map(({ Namespace }) => Namespace).sort()).toEqual([
      'AWS/Lambda',
      'AWS/Lambda',
      'AWS/Lambda',
      'AWS/Lambda',
      'AWS/Lambda',
      'AWS/Lambda',
      'AWS/Lambda',
      'AWS/Lambda',
      'AWS/Lambda',
      'AWS/Lambda',
      'AWS/Lambda',
      'AWS/SES',
      'AWS/SES',
      'AWS/SQS',
      'Candor/dev',
    ]);
  });
});
