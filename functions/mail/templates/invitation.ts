import { html } from '../../kit/value/html.ts';
import { oneLine } from '../../kit/value/one-line.ts';
import type { InvitationData } from '../schemas.ts';
import { page, type Links, type Mail } from './page.ts';

const only =
  'This is the only mail of this kind that you get from us, whoever else may give us your address. It was not kept: with this mail it is deleted here.';

/** Who asked, by the name of the profile; people without one are customers. */
const whoAsked = (sender: string): string => (sender === '' ? 'A customer of ours' : sender);

/** Returns the one mail to a friend: who asked for it, why it came, that it is the only one, and how to have the address removed (promises P43, P45). */
export const invitation = ({ friend, sender, code }: InvitationData, { origin, removal = '' }: Links): Mail => {
  const shop = new URL(origin).hostname;
  const who = oneLine(whoAsked(sender));
  const subject = `${who} would like to show you ${shop}`;
  const hello = `Hello ${oneLine(friend)},`;
  const why = `${who} gave us your address so that we tell you of ${shop}, a shop for calling cards.`;
  const link = `${origin}/?friend=${encodeURIComponent(oneLine(code))}`;
  const remove = `${origin}/api/referrals/removal?t=${encodeURIComponent(removal)}`;
  const body = html`<p>${hello}</p>
    <p>${why}</p>
    <p><a href="${link}">${shop}</a></p>
    <p>${only}</p>
    <p><a href="${remove}">Remove my address for good</a></p>`;
  const text = [hello, `${why}\n${link}`, only, `Remove my address for good:\n${remove}`].join('\n\n');
  return { subject, text: `${text}\n`, html: page(subject, body) };
};
