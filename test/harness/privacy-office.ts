import { simpleParser } from 'mailparser';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { serve } from '../../functions/kit/http/serve.ts';
import { deliverLetter } from '../../functions/mail/deliver.ts';
import type { Outgoing } from '../../functions/mail/ses.ts';
import { privacy } from '../../functions/privacy/contract.ts';
import { routes } from '../../functions/privacy/routes.ts';
import { erase, retain, sweep } from '../../functions/privacy/workers.ts';
import { call, httpEvent } from './http.ts';
import { userPools } from './user-pools-in-memory.ts';
import type { Shop } from './shop-in-process.ts';

/** What the routes and workers of privacy do in a shop in process: requests, their mails, and what comes of them. */
export const privacyOffice = ({ ports }: Shop) => {
  const api = serve(privacy, routes, { ...ports, identity: userPools().identity });
  const mails: { to: string; text: string }[] = [];
  const send = async ({ raw, to }: Outgoing) => {
    mails.push({ to, text: (await simpleParser(Buffer.from(raw))).text ?? '' });
    return { messageId: `ses-${mails.length}` };
  };
  const rows = async (table: string) =>
    ((await ports.dynamo.send(new ScanCommand({ TableName: ports.table(table) }))).Items ?? []).map((item) =>
      unmarshall(item),
    );

  /** Sends the letters that wait about privacy. */
  const deliver = async () => {
    for (const { id } of await rows('mail.outbox'))
      if (String(id).startsWith('privacy:')) await deliverLetter(String(id), { ...ports, send });
  };
  const ask = (body: object) => call(api, httpEvent('POST /privacy-requests', { body }));
  const linkOf = (text: string): string => decodeURIComponent(/confirm\?t=(\S+)/.exec(text)?.[1] ?? '');
  const visit = (method: 'GET' | 'POST', t: string, more: { accept?: string; cursor?: string } = {}) => {
    const { accept, cursor } = more;
    return call(
      api,
      httpEvent(`${method} /privacy-requests/confirm`, {
        query: { t, ...(cursor !== undefined && { cursor }) },
        ...(accept !== undefined && { headers: { accept } }),
      }),
    );
  };

  /** Asks by mail and returns the token of the link that came. */
  const askAndRead = async (email: string, kind: 'export' | 'erasure'): Promise<string> => {
    await ask({ email, kind });
    await deliver();
    return linkOf(mails.at(-1)?.text ?? '');
  };

  /** Does what the stream of requests starts. */
  const work = async () => {
    for (const row of await rows('privacy.requests'))
      if (row['state'] === 'confirmed' && row['kind'] === 'erasure') await erase(row, ports);
  };
  return { ask, askAndRead, deliver, visit, work, rows, mails, linkOf, sweep: () => sweep(ports), retain: () => retain(ports) };
}; // prettier-ignore
