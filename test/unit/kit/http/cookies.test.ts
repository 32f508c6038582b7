import { cookiesOf } from '../../../../functions/kit/http/event.ts';
import { httpEvent } from '../../../harness/http.ts';

const cookies = (sent: string[] | undefined, ...names: string[]) =>
  cookiesOf(httpEvent('POST /x', sent && { cookies: sent }), names);

describe('the cookies of a request', () => {
  it('are those that the route declares, and no other', () => {
    expect(cookies(['__Host-a=1', ' __Host-b=x.y-z_w', '__Host-c=3'], '__Host-a', '__Host-b')).toEqual({
      '__Host-a': '1',
      '__Host-b': 'x.y-z_w',
    });
    expect(cookies(['__Host-a=1'])).toEqual({});
    expect(cookies(undefined, '__Host-a')).toEqual({});
  });

  it.each([
    ['sent twice', ['__Host-a=1', '__Host-a=2']],
    ['empty', ['__Host-a=']],
    ['quoted', ['__Host-a="1"']],
    ['with signs that no cookie has', ['__Host-a=1 2']],
    ['of a longer name', ['__Host-ab=1']],
  ])('leave one out that is %s', (_, sent) => {
    expect(cookies(sent, '__Host-a')).toEqual({});
  });
});
