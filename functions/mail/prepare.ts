import { orderToken } from '../orders/public.ts';
import { KeyRing } from '../kit/crypto/tokens.ts';
import { compose, type Message } from './compose.ts';
import type { MailPorts } from './mail-ports.ts';
import { render } from './render.ts';
import { openedData } from './sealed.ts';
import type { Letter } from './store.ts';

/** Renders and composes a letter for an address. Throws when data, keys or address do not allow it; nothing is sent. */
export const prepare = async (letter: Letter, address: string, ports: MailPorts): Promise<Message> => {
  const data = await openedData(letter, ports);
  const ring = await ports.secrets('signing-keys', KeyRing);
  const links = {
    origin: ports.settings.origin,
    orderToken: 'order' in data ? orderToken(ring, { id: data.order, placedAt: data.placedAt }) : '',
  };
  const envelope = { letter: letter.id, from: ports.mailFrom, to: address, date: ports.now() };
  return compose(render(letter.template, data, links), envelope);
};
