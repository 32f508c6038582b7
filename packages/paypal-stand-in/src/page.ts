import { escaped, type Answer } from 'local-cloud/stand-in';

const style = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { max-width: 30rem; margin: 3rem auto; padding: 0 1rem; }
  .note { border: 2px solid #c77700; border-radius: .5rem; padding: .5rem 1rem; }
  table { width: 100%; border-collapse: collapse; margin: 1rem 0; }
  td { padding: .4rem 0; border-bottom: 1px solid #8886; vertical-align: top; }
  td:last-child { text-align: right; white-space: nowrap; }
  .total td { font-weight: 600; font-size: 1.15rem; }
  form { display: flex; gap: 1rem; }
  button { flex: 1; font: inherit; padding: .7rem; border-radius: .5rem; border: 1px solid #0b5cab; cursor: pointer; }
  button.main { background: #0b5cab; color: #fff; }
`;

/** Returns a page for a person; `content` is HTML, the title is text. */
export const page = (status: number, title: string, content: string): Answer => {
  const body = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title>
<style>${style}</style></head>
<body>
<p class="note"><strong>This is not PayPal.</strong> It is a local stand-in for testing. No money moves.</p>
<h1>${escaped(title)}</h1>
${content}
</body></html>`;
  // No form-action: browsers would apply it to the redirect that leads back to the shop.
  const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";
  const headers = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy };
  return { status, headers: { ...headers, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' }, body };
};
