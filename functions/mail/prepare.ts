import { orderToken } from '../orders/public.ts';
import { confirmToken, optOutToken, removalToken } from '../preferences/public.ts';
import { KeyRing } from '../kit/crypto/tokens.ts';
import { compose, type Message } from './compose.ts';
import { classes } from './domain/classes.ts';
import type { MailPorts } from './mail-ports.ts';
import { render } from './render.ts';
import type { TemplateData, TemplateName } from './schemas.ts';
import { openedData } from './sealed.ts';
import type { Letter } from './store.ts';
import type { Links } from './templates/page.ts';
import { wordsOf } from './texts.ts';

type Data = TemplateData[TemplateName];

const optOutLink = async (hash: string, { campaign }: Letter, ports: MailPorts): Promise<string> =>
  `${ports.settings.origin}/api/unsubscribe?t=${await optOutToken({ hash, via: campaign }, ports)}`;

const confirmLink = async (hash: string, until: string, ports: MailPorts): Promise<string> =>
  `${ports.settings.origin}/api/preferences/confirm?t=${await confirmToken(hash, new Date(until), ports)}`;

const orderTokenOf = async (data: Data, ports: MailPorts): Promise<string> =>
  'order' in data
    ? orderToken(await ports.secrets('signing-keys', KeyRing), { id: data.order, placedAt: data.placedAt })
    : '';

/** Returns the links and words of a letter that are not in its data: those of the order, of the address, of the shop. */
const linksOf = async (letter: Letter, data: Data, hash: string, ports: MailPorts): Promise<Links> => ({
  origin: ports.settings.origin,
  orderToken: await orderTokenOf(data, ports),
  postalAddress: ports.postalAddress,
  ...(('consent' in data || classes[letter.class].isAdvertising) && { optOut: await optOutLink(hash, letter, ports) }),
  ...(letter.template === 'confirm-subscription' &&
    'until' in data && { confirm: await confirmLink(hash, data.until, ports) }),
  ...(letter.class === 'one-time' && { removal: await removalToken({ hash }, ports) }),
  ...('words' in data && { words: await wordsOf(data.words, ports) }),
});

/**
 * Renders and composes a letter for an address, whose mailbox has that hash. Throws when data, keys or address do not allow it;
 * nothing is sent.
 */
export const prepare = async (letter: Letter, address: string, hash: string, ports: MailPorts): Promise<Message> => {
  const { stream, isAdvertising } = classes[letter.class];
  const data = await openedData(letter, ports);
  const links = await linksOf(letter, data, hash, ports);
  return compose(render(letter.template, data, links), {
    letter: letter.id,
    from: ports.mailFrom[stream],
    to: address,
    date: ports.now(),
    // Nobody reads what comes to the domain of news.
    ...(stream === 'news' && { replyTo: ports.mailFrom.mail }),
    ...(isAdvertising && { optOut: links.optOut }),
  });
};
