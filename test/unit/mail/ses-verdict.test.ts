import { judgeSesError } from '../../../functions/mail/ses-verdict.ts';

const answered = (name: string, httpStatusCode: number) =>
  Object.assign(new Error('says SES'), { name, $metadata: { httpStatusCode } });
const unverified = (said: string) =>
  Object.assign(new Error(said), { name: 'MessageRejected', $metadata: { httpStatusCode: 400 } });
const cut = (fields: object) => Object.assign(new Error('says Node'), fields);
const timedOut = (message: string) => Object.assign(new Error(message), { name: 'TimeoutError' });

describe('an error of SES', () => {
  it.each([
    ['the sending rate or the daily quota is used up', answered('Throttling', 400)],
    ['the same under its newer name', answered('ThrottlingException', 400)],
    ['too many requests, whatever the name', answered('Whatever', 429)],
    ['sending is paused for the account', answered('AccountSendingPausedException', 400)],
    ['sending is paused for the configuration set', answered('ConfigurationSetSendingPausedException', 400)],
    ['the domain lacks a record', answered('MailFromDomainNotVerifiedException', 400)],
    ['the role lacks the right', answered('AccessDenied', 403)],
    [
      'the domain is not verified yet',
      unverified(
        'Email address is not verified. The following identities failed the check in region US-EAST-1: shop.example',
      ),
    ],
    ['the clock of the function is wrong', answered('RequestExpired', 400)],
    ['there are no credentials', cut({ name: 'CredentialsProviderError' })],
    ['nobody listens', cut({ code: 'ECONNREFUSED' })],
    ['the name does not resolve', cut({ code: 'EAI_AGAIN', syscall: 'getaddrinfo' })],
    ['the connection was never made', cut({ code: 'EHOSTUNREACH', syscall: 'connect' })],
    ['connecting took too long', timedOut('the request socket did not establish a connection with the server')],
  ])('leaves the letter for later when %s', (_, error) => expect(judgeSesError(error).to).toBe('pending'));

  it.each([
    ['the message is rejected', answered('MessageRejected', 400)],
    ['it holds a virus', unverified('Virus found in attachment')],
    [
      'a name other than MessageRejected says that an address is not verified',
      Object.assign(unverified('Email address is not verified.'), { name: 'InvalidParameterValue' }),
    ],
    ['a parameter is not valid', answered('InvalidParameterValue', 400)],
    ['a 4xx has a name that is not known', answered('SomethingNew', 400)],
  ])('ends the letter as refused when %s', (_, error) => expect(judgeSesError(error).to).toBe('refused'));

  it.each([
    ['the service failed', answered('InternalFailure', 500)],
    ['the service is unavailable', answered('ServiceUnavailable', 503)],
    ['a throttling name comes with a 5xx', answered('Throttling', 503)],
    ['the server gave up waiting', answered('RequestTimeout', 408)],
    ['the answer took too long', timedOut('a request has exceeded the configured 3000 ms requestTimeout')],
    ['the call was broken off', cut({ name: 'AbortError' })],
    ['the connection was cut', cut({ code: 'ECONNRESET', syscall: 'read' })],
    ['the host went away in the middle', cut({ code: 'EHOSTUNREACH', syscall: 'read' })],
    ['writing failed', cut({ code: 'EPIPE', syscall: 'write' })],
    ['a good answer was unreadable', answered('SyntaxError', 200)],
    ['nothing is known of the error', new Error('?')],
    ['it is not even an error', 'oops'],
  ])('is ambiguous when %s', (_, error) => expect(judgeSesError(error).to).toBe('unknown'));

  it('of an identity that is not verified is named without the addresses that SES lists', () => {
    const { reason } = judgeSesError(unverified('Email address is not verified. … US-EAST-1: ann@example.com'));
    expect(reason).toBe('NotVerified');
  });

  it.each([
    ['the domain is not verified', unverified('Email address is not verified.'), true],
    ['sending is paused', answered('AccountSendingPausedException', 400), true],
    ['the role lacks the right', answered('AccessDenied', 403), true],
    ['the sending rate is used up', answered('Throttling', 400), false],
    ['nobody listens', cut({ code: 'ECONNREFUSED' }), false],
  ])('is the account’s, and a person’s to mend, when %s: %#', (_, error, account) =>
    expect(judgeSesError(error).account === true).toBe(account),
  );

  it('is named by a plain word, never by text from outside', () => {
    expect(judgeSesError(answered('MessageRejected', 400)).reason).toBe('MessageRejected');
    expect(judgeSesError(answered('to ann@example.com', 400)).reason).toBe('withheld');
  });
});
