import { startPages } from '../../../local/pages.ts';

const page = startPages({ api: 'http://127.0.0.1:3000/api', mailbox: 'http://m"<', paypal: 'http://127.0.0.1:3002' });
const html = (path: string): string => page('GET', path).body.toString();
const titleOf = (path: string): string => /<title>(.*)<\/title>/.exec(html(path))?.[1] ?? '';

describe('the pages', () => {
  it.each([
    ['/', 200, 'Candor on this machine'],
    ['/orders/abc_DEF-123', 200, 'Your order'],
    ['/checkout/return/abc', 200, 'Payment is being checked'],
    ['/checkout/cancel/abc', 200, 'Payment was cancelled'],
    ['/orders', 404, 'Not found'],
    ['/orders/a/b', 404, 'Not found'],
    ['/orders/%2e%2e', 404, 'Not found'],
    ['/web/order.html', 404, 'Not found'],
  ])('stand at %s', (path, status, title) => {
    expect([page('GET', path).status, titleOf(path)]).toEqual([status, title]);
  });

  it('name the addresses on the first of them, with nothing that could be markup', () => {
    expect(html('/')).toContain('curl -s http://127.0.0.1:3000/api/products');
    expect(html('/')).toContain('http://m&#34;&#60;');
    expect(html('/')).not.toMatch(/\{(api|mailbox|paypal)\}/);
  });

  it('run their own script and nothing else, and tell nobody where the reader was', () => {
    const { headers } = page('GET', '/orders/abc');
    expect(headers).toMatchObject({ 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' });
    const policy = String(headers['content-security-policy']);
    expect(policy).toMatch(/^default-src 'none'; script-src 'sha256-[^']+'; style-src 'self'; connect-src 'self'/);
    expect(policy).not.toContain('unsafe');
  });

  it.each(['/', '/orders/a', '/checkout/return/a', '/checkout/cancel/a', '/nothing'])(
    '%s loads nothing from elsewhere and builds no markup from text',
    (path) => {
      expect(html(path)).not.toMatch(
        /\s(src|srcset)=|<link rel="stylesheet" href="(?!\/style\.css")|<link (?!rel="stylesheet")|@import|innerHTML|outerHTML|insertAdjacentHTML|document\.write/,
      );
    },
  );

  it.each(['/checkout/return/a', '/checkout/cancel/a'])("%s drops PayPal's token from the address", (path) => {
    expect(html(path)).toContain("history.replaceState(null, '', location.pathname)");
  });

  it('share one style sheet of their own origin', () => {
    const { status, headers, body } = page('GET', '/style.css');
    expect({ status, type: headers['content-type'] }).toEqual({ status: 200, type: 'text/css; charset=utf-8' });
    expect(String(body)).toContain('body {');
  });

  it('are read, not changed', () => {
    expect(page('HEAD', '/').status).toBe(200);
    expect(page('POST', '/')).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
  });
});
