import { setting, settingIfAny, type Ports } from '../kit/ports.ts';
import { sesSender } from './ses.ts';
import type { Sending } from './mail-ports.ts';

/** Returns the way to SES for the functions that deliver mail, the addresses that it comes from, and the pace of marketing. */
export const port = ({ settings }: Pick<Ports, 'settings'>): Sending => ({
  send: sesSender(settings.stage),
  mailFrom: { mail: setting('MAIL_FROM'), news: setting('NEWS_FROM') },
  postalAddress: settingIfAny('POSTAL_ADDRESS'),
  sendRate: Number(setting('SEND_RATE')),
  monotonic: () => performance.now(),
});
