import { escaped } from '../stand-in/serve.ts';
import type { Message } from './messages.ts';

const style = `
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #222; }
details { border: 1px solid #ccc; border-radius: 6px; margin: 0.5rem 0; }
summary { padding: 0.6rem 0.8rem; cursor: pointer; display: flex; gap: 1rem; }
summary b { flex: 1; } summary span { color: #666; }
iframe { width: 100%; height: 32rem; border: 0; border-top: 1px solid #ccc; }
pre { margin: 0; padding: 0.8rem; background: #f6f6f6; overflow: auto; white-space: pre-wrap; }
.note { color: #666; }`;

/** Links leave the frame, whose sandbox runs no script and would show them in its own small place. */
const newTab = '<base target="_blank">';

/** What the page and the frames in it may load: nothing from elsewhere, so that opening a mail tells nobody. */
export const contentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'";

const mail = ({ id, receivedAt, to, subject, text, html, marks }: Message): string => `<details>
<summary><b>${escaped(subject || '(no subject)')}</b><span>${escaped(to.join(', '))}</span><span>${escaped(receivedAt)}</span></summary>
<iframe sandbox="allow-popups allow-popups-to-escape-sandbox" title="HTML part" srcdoc="${escaped(newTab + html)}"></iframe>
<pre>${escaped(text)}</pre>
<p class="note">&nbsp; <a href="/messages/${encodeURIComponent(id)}/raw">as it was sent</a> ${escaped((marks ?? []).join(' '))}</p>
</details>`;

/** The inbox as a page for people: newest first, HTML parts in a sandboxed frame without scripts. */
export const inboxPage = (messages: readonly Message[]): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Local mailbox</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>${style}</style></head>
<body><h1>Local mailbox</h1>
<p class="note">Every mail that the shop sends on this machine ends here; none leaves it. <a href="/">Look again</a></p>
${messages.length > 0 ? [...messages].reverse().map(mail).join('\n') : '<p>No mail yet.</p>'}
</body></html>`;
