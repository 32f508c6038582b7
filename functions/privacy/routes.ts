import type { Routes } from '../kit/http/types.ts';
import { refuse } from '../kit/value/result.ts';
import { askByMail, requestOfLink } from './ask.ts';
import type { privacy } from './contract.ts';
import { confirmRequest, linkView } from './link.ts';
import { button, nextLink, pageOf } from './page.ts';
import { profileRoutes, type PrivacyPorts } from './profile-routes.ts';
import { getRequest } from './requests.ts';

const titles = { export: 'What we hold about you', erasure: 'Erasing what we hold about you' } as const;

const intros = {
  asked: 'Nothing has happened yet. Press the button if it was you who asked.',
  confirmed: 'Your request is confirmed.',
  waiting: 'Some things have to be kept for now; the rest is erased. What is left is erased as soon as it may be.',
  answered: 'It is done.',
  lapsed: 'This request has ended.',
} as const;

type View = Awaited<ReturnType<typeof linkView>>;

const pageFor = (view: View, token: string): string => {
  const next = view.export?.next;
  const more = next ? `?t=${encodeURIComponent(token)}&cursor=${encodeURIComponent(next)}` : undefined;
  const press =
    view.state === 'asked'
      ? button(view.kind === 'export' ? 'Show me everything' : 'Erase everything')
      : nextLink(more);
  return pageOf(titles[view.kind], intros[view.state], view, press);
};

/** The public routes of privacy: what one may ask for without an account, and by the link that proves it. */
export const routes: Routes<typeof privacy, PrivacyPorts> = {
  ...profileRoutes,

  ask: async ({ body }, ports) => {
    await askByMail(body, ports);
    return { body: {} };
  },

  look: async ({ query: { t, cursor } }, ports) => {
    const id = await requestOfLink(t, ports);
    const request = id === undefined ? undefined : await getRequest(id, ports);
    if (!request) return refuse('not-found');
    const view = await linkView(request, cursor, ports);
    return { body: view, page: pageFor(view, t) };
  },

  confirm: async ({ query: { t } }, ports) => {
    const id = await requestOfLink(t, ports);
    const request = id === undefined ? undefined : await confirmRequest(id, ports);
    if (!request) return refuse('not-found');
    const view = await linkView(request, undefined, ports);
    return { body: view, page: pageFor(view, t) };
  },
};
