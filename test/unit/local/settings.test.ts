import path from 'node:path';
import { parseSettings } from '../../../local/settings.ts';
import { StartError } from '../../../packages/local-cloud/src/stand-in/start-error.ts';

const pem = '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n';
const files: Record<string, string> = { 'roots.pem': pem, 'notes.txt': 'hello' };
const readFile = (file: string): string => {
  const text = files[file];
  if (text === undefined) throw new Error('ENOENT');
  return text;
};
const parse = (argv: string[], environment = {}) => parseSettings(argv, environment, readFile);
const plain = { fresh: false, help: false, verbose: false, watch: false, port: 3000, home: path.resolve('.candor') };
const account = { PAYPAL_CLIENT_ID: 'id', PAYPAL_CLIENT_SECRET: 'secret' };

describe('settings', () => {
  const cases: [string, string[], Record<string, string>, object][] = [
    ['have defaults', [], {}, plain],
    ['take the flags', ['--fresh', '--verbose', '--watch', '--help'], {}, { ...plain, fresh: true, verbose: true, watch: true, help: true }],
    ['take the port of the environment', [], { PORT: '8080' }, { ...plain, port: 8080 }],
    ['take the port of the flag before it', ['--port', '81'], { PORT: '8080' }, { ...plain, port: 81 }],
    ['take a port in one word', ['--port=0'], {}, { ...plain, port: 0 }],
    ['take the highest port', [], { PORT: '65535' }, { ...plain, port: 65_535 }],
    ['take an approval window', [], { APPROVAL_WINDOW_MINUTES: '1' }, { ...plain, approvalWindowMinutes: 1 }],
    ['take empty variables as unset', [], { PORT: '', CANDOR_HOME: '', SES_ENDPOINT: '' }, plain],
    ['take a folder', [], { CANDOR_HOME: '/var/candor' }, { ...plain, home: '/var/candor' }],
    ['take services, without a slash at the end', [], { DYNAMODB_ENDPOINT: 'http://db:8000/', SES_ENDPOINT: 'https://mail.test' }, { ...plain, dynamodbEndpoint: 'http://db:8000', sesEndpoint: 'https://mail.test' }],
    ['take a PayPal on this machine alone', [], { PAYPAL_API_BASE: 'http://127.0.0.1:9/' }, { ...plain, paypal: { apiBase: 'http://127.0.0.1:9' } }],
    ['take a PayPal with everything', [], { PAYPAL_API_BASE: 'https://api-m.paypal.com', ...account, PAYPAL_WEBHOOK_ID: 'w', PAYPAL_MERCHANT_ID: 'm', PAYPAL_TRUST_ANCHORS: 'roots.pem' }, { ...plain, paypal: { apiBase: 'https://api-m.paypal.com', clientId: 'id', clientSecret: 'secret', webhookId: 'w', merchantId: 'm', trustAnchors: pem } }],
  ]; // prettier-ignore
  it.each(cases)('%s', (_name, argv, environment, expected) => expect(parse(argv, environment)).toEqual(expected));
});

describe('one sentence says what is wrong', () => {
  const base = { PAYPAL_API_BASE: 'https://api-m.paypal.com' };
  const cases: [string, string[], Record<string, string>, string][] = [
    ['an unknown flag', ['--fast'], {}, "Unknown option '--fast'; npm start -- --help lists what there is."],
    ['a flag named like an object method', ['--constructor'], {}, "Unknown option '--constructor'"],
    ['a word', ['now'], {}, "Unexpected argument 'now'"],
    ['a value for a switch', ['--fresh=yes'], {}, "Option '--fresh' does not take an argument;"],
    ['a port that is no number', [], { PORT: 'http' }, 'PORT must be a whole number from 0 to 65535, not "http".'],
    ['a port too high', [], { PORT: '65536' }, 'PORT must be'],
    ['a negative port', ['--port=-1'], {}, '--port must be'],
    ['a port of two numbers', [], { PORT: '30 00' }, 'PORT must be'],
    ['a missing port', ['--port'], {}, "Option '--port <value>' argument missing;"],
    ...['0', '1441', '1.5', '-3', '1h', '1e3'].map((text): [string, string[], Record<string, string>, string] => [`an approval window of ${text} minutes`, [], { APPROVAL_WINDOW_MINUTES: text }, `APPROVAL_WINDOW_MINUTES must be a whole number from 1 to 1440, not "${text}".`]),
    ['an address that is none', [], { SES_ENDPOINT: 'mail' }, 'SES_ENDPOINT must be an http or https address, not "mail".'],
    ['another scheme', [], { DYNAMODB_ENDPOINT: 'ftp://db' }, 'DYNAMODB_ENDPOINT must be'],
    ['a PayPal address with a path', [], { ...account, PAYPAL_API_BASE: 'https://a.test/v1' }, 'PAYPAL_API_BASE must be a plain origin such as https://a.test.'],
    ['a PayPal far away without TLS', [], { ...account, PAYPAL_API_BASE: 'http://a.test' }, 'PAYPAL_API_BASE may be http on this machine only'],
    ['a PayPal without an id', [], base, 'PAYPAL_API_BASE needs PAYPAL_CLIENT_ID beside it.'],
    ['a PayPal without a secret', [], { ...base, PAYPAL_CLIENT_ID: 'id' }, 'PAYPAL_API_BASE needs PAYPAL_CLIENT_SECRET beside it.'],
    ['roots that are not there', [], { ...base, ...account, PAYPAL_TRUST_ANCHORS: 'none.pem' }, 'PAYPAL_TRUST_ANCHORS names none.pem, which cannot be read.'],
    ['roots that are none', [], { ...base, ...account, PAYPAL_TRUST_ANCHORS: 'notes.txt' }, 'PAYPAL_TRUST_ANCHORS names notes.txt, which holds no PEM certificate.'],
  ]; // prettier-ignore
  it.each(cases)('for %s', (_name, argv, environment, sentence) => {
    expect(() => parse(argv, environment)).toThrow(StartError);
    expect(() => parse(argv, environment)).toThrow(sentence);
  });
});
