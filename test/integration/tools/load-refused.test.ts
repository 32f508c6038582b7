import { startLocalStage, type LocalStage } from '../../harness/local-stage.ts';

let stage: LocalStage;
beforeAll(async () => void (stage = await startLocalStage()), 60_000);
afterAll(() => stage.close());

describe('a load that cannot be', () => {
  const csv = { 'pins.csv': 'sku,pin\nFIRST-10,555009990001' };
  it.each([
    ['without a stage', ['pins.csv'], csv, {}, /^Say which stage to load into/],
    ['of no file', ['--stage', 'local'], csv, {}, /^Name a file/],
    [
      'of a file that is not there',
      ['--stage', 'local', 'none.csv'],
      csv,
      {},
      /^none\.csv cannot be read: it does not exist\.$/,
    ],
    [
      'of a text in another encoding',
      ['--stage', 'local', 'bad.csv'],
      { 'bad.csv': Buffer.from('sku,pin\ncaf\xe9', 'latin1') },
      {},
      /not a text in UTF-8/,
    ],
    ['with an unknown flag', ['--stage', 'local', '--now', 'pins.csv'], csv, {}, /^Unknown option '--now'/],
    [
      'while the local shop does not run',
      ['--stage', 'local', 'pins.csv'],
      csv,
      { CANDOR_HOME: '/nonexistent', AWS_ENDPOINT_URL: 'http://127.0.0.1:9' },
      /start it with npm start/,
    ],
    [
      'without credentials',
      ['--stage', 'dev', 'pins.csv'],
      csv,
      { AWS_EC2_METADATA_DISABLED: 'true', HOME: '/nonexistent' },
      /no AWS credentials that work/,
    ],
  ])(
    '%s ends with one sentence and 1',
    async (_, args, files: Record<string, string | Buffer>, environment, sentence) => {
      const ran = await stage.load(args, files, environment);
      expect(ran).toEqual({ code: 1, out: [], err: [expect.stringMatching(sentence)] });
      expect(ran.err.join()).not.toContain('555009990001');
    },
  );

  it('into a stage without tables says so', async () => {
    const { dynamo } = stage.ports;
    const endpoint = await dynamo.config.endpoint?.();
    const environment = {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${endpoint?.port}`,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    };
    const ran = await stage.load(['--stage', 'dev', 'pins.csv'], csv, environment);
    expect(ran).toEqual({ code: 1, out: [], err: [expect.stringMatching(/^The stage dev is not there/)] });
  });

  it('is helped by --help', async () => {
    const ran = await stage.load(['--help']);
    expect(ran.code).toBe(0);
    expect(ran.out[0]).toBe('npm run load -- --stage STAGE [products.json] [pins.csv]');
  });
});
