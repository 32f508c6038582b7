import { jest } from '@jest/globals';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { addNag } from '../../lib/nag.ts';
import { appOf } from './templates.ts';

describe('cdk-nag', () => {
  it('has no finding that is not explained', () => {
    const { app } = appOf();
    addNag(app);
    expect(() => app.synth()).not.toThrow();
  });

  it('has none in production either, where nothing of the SES sandbox is explained', () => {
    const stages = { prod: { origin: 'https://cards.shop.org', mailFrom: 'cards@shop.org' } };
    const { app } = appOf({ stage: 'prod', stages });
    addNag(app);
    expect(() => app.synth()).not.toThrow();
  });

  it('would tell of one', () => {
    const said = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    const { app, api } = appOf();
    addNag(app);
    new Queue(api, 'Plain');
    expect(() => app.synth()).toThrow(/validation/i);
    said.mockRestore();
  });
});
