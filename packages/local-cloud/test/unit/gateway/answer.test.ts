import { answerOf } from '../../../src/gateway/answer.ts';

const shown = (result: unknown) => {
  const { status, headers, body } = answerOf(result);
  return [status, headers, body.toString()];
};
const json = { 'content-type': 'application/json' };
const failure = [500, json, '{"message":"Internal Server Error"}'];

describe('the result of a function as an answer', () => {
  const cases: [string, unknown, unknown[]][] = [
    ['an object without a status code is a JSON body', { ok: true }, [200, json, '{"ok":true}']],
    ['a string is the body', 'hello', [200, json, 'hello']],
    ['nothing is null', undefined, [200, json, 'null']],
    ['a status alone', { statusCode: 204 }, [204, {}, '']],
    ['header names become lower case, values text', { statusCode: 200, headers: { 'X-A': 1, ETag: true } }, [200, { 'x-a': '1', etag: 'true' }, '']],
    ['a body without a kind is text', { statusCode: 200, body: 'a' }, [200, { 'content-type': 'text/plain; charset=utf-8' }, 'a']],
    ['base64 is decoded', { statusCode: 200, headers: json, body: 'w6k=', isBase64Encoded: true }, [200, json, 'é']],
    ['cookies become headers of their own', { statusCode: 200, cookies: ['a=1', 'b=2'] }, [200, { 'set-cookie': ['a=1', 'b=2'] }, '']],
    ['the connection is not the function\'s', { statusCode: 200, headers: { Connection: 'close', 'Content-Length': '9' } }, [200, {}, '']],
    ['a status code in text is taken', { statusCode: '201' }, [201, {}, '']],
    ['a status code that is none fails', { statusCode: 'ok' }, failure],
    ['an informational status fails', { statusCode: 101 }, failure],
    ['a body that is no text fails', { statusCode: 200, body: { a: 1 } }, failure],
    ['a header that is an object fails', { statusCode: 200, headers: { a: {} } }, failure],
    ['cookies that are no list of text fail', { statusCode: 200, cookies: [1] }, failure],
  ]; // prettier-ignore
  it.each(cases)('%s', (_name, result, expected) => expect(shown(result)).toEqual(expected));
});
