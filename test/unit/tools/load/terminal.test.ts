import { Unavailable } from '../../../../functions/kit/http/problem.ts';
import { parseArguments } from '../../../../tools/load/arguments.ts';
import { explain } from '../../../../tools/load/explain.ts';
import { progressOf } from '../../../../tools/load/progress.ts';

describe('the arguments of a load', () => {
  it('are a stage and a file of either kind, in any order', () => {
    expect(parseArguments(['b.csv', '--stage', 'dev', 'a.json'])).toEqual({
      help: false,
      stage: 'dev',
      products: 'a.json',
      pins: 'b.csv',
    });
    expect(parseArguments(['--stage=local', 'B.CSV'])).toEqual({ help: false, stage: 'local', pins: 'B.CSV' });
    expect(parseArguments(['--help'])).toEqual({ help: true });
  });

  it.each([
    [['a.json'], /^Say which stage/],
    [['--stage', 'dev'], /^Name a file/],
    [['--stage', 'Dev!', 'a.json'], /small letters/],
    [['--stage', 'dev', 'a.txt'], /^a\.txt is neither/],
    [['--stage', 'dev', 'a.csv', 'b.csv'], /more than one \.csv/],
    [['--stag', 'dev', 'a.csv'], /^Unknown option '--stag'.*--help/],
    [['a.csv', '--stage'], /--stage.*--help/],
  ])('%j are refused in one sentence', (argv, sentence) => {
    expect(() => parseArguments(argv)).toThrow(
      expect.objectContaining({ name: 'LoadError', message: expect.stringMatching(sentence) }),
    );
  });
});

const named = (name: string, message = 'secret 1234') => Object.assign(new Error(message), { name });

describe('the reason why a load stopped', () => {
  it.each([
    [named('CredentialsProviderError'), 'dev', /no AWS credentials that work/],
    [named('ExpiredTokenException'), 'dev', /no AWS credentials that work/],
    [named('ResourceNotFoundException'), 'dev', /stage dev is not there.*deploy/],
    [named('AccessDeniedException'), 'dev', /may not load into the stage dev/],
    [
      named('Error', 'parameter /candor/dev/signing-keys is missing'),
      'dev',
      /^The parameter \/candor\/dev\/signing-keys is missing/,
    ],
    [named('ThrottlingException'), 'dev', /load again/],
    [Object.assign(named('Error'), { code: 'ECONNREFUSED' }), 'local', /npm start/],
    [new Unavailable('x'), 'dev', /load again/],
  ])('is one sentence: %#', (error, stage, sentence) => {
    expect(explain(error, stage)).toMatch(sentence);
    expect(explain(error, stage)).not.toContain('1234');
    expect(explain(error, stage)?.split('\n')).toHaveLength(1);
  });

  it('is unknown for what nobody foresaw', () => {
    expect(explain(new TypeError('x is not a function'), 'dev')).toBeUndefined();
    expect(explain('thrown', 'dev')).toBeUndefined();
  });
});

describe('the progress of a load', () => {
  it('is told every two seconds with count and rate, and never for a short one', () => {
    const lines: string[] = [];
    let at = 0;
    const progress = progressOf('pins.csv', (line) => lines.push(line), () => at); // prettier-ignore
    for (let done = 1; done <= 500; done += 1) {
      at += 10;
      progress(done, 500);
    }
    expect(lines).toEqual(['pins.csv: 200 of 500, 100 a second', 'pins.csv: 400 of 500, 100 a second']);
  });
});
