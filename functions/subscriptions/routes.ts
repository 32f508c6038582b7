import type { Routes } from '../kit/http/types.ts';
import { isRefusal, refuse } from '../kit/value/result.ts';
import { marketing } from '../policy/public.ts';
import { addressOf, optOut, readConfirmToken, readOptOutToken } from '../preferences/public.ts';
import { confirmAddress, confirmView } from './confirm.ts';
import type { subscriptions } from './contract.ts';
import { topicsOfForm } from './domain.ts';
import { confirmPage, stoppedPage, unsubscribePage } from './page.ts';
import { changePreferences, hashOf, linkView, preferencesView, type PreferencePorts } from './preferences.ts';

/** The day on which what is said of Global Privacy Control was last changed. */
const privacyControlSince = '2026-11-24';

/** What customers and readers of our mails say of mail. */
export const routes: Routes<typeof subscriptions, PreferencePorts> = {
  readPreferences: async ({ customer, privacyControl }, ports) => {
    const hash = await hashOf(customer.person, ports);
    if (hash === undefined) return refuse('not-found');
    return { body: preferencesView(await addressOf(hash, ports), privacyControl, ports.now()) };
  },

  changePreferences: async ({ customer: { person }, body, privacyControl }, ports) => {
    const { topics: wanted, textHash = marketing.hash, version } = body;
    if (textHash !== marketing.hash) return refuse('text-changed');
    const changed = await changePreferences({ person, wanted, version }, ports);
    return isRefusal(changed) ? changed : { body: preferencesView(changed, privacyControl, ports.now()) };
  },

  lookAtLink: async ({ query: { t = '' } }, ports) => {
    const link = await readOptOutToken(t, ports);
    if (!link) return refuse('invalid-link');
    const body = linkView(await addressOf(link.hash, ports), ports.now());
    return { body, page: unsubscribePage(body.gets) };
  },

  unsubscribe: async ({ query: { t = '' }, body: form }, ports) => {
    const link = await readOptOutToken(t, ports);
    if (!link) return refuse('invalid-link');
    const source = form['List-Unsubscribe']?.includes('One-Click') ? 'one-click' : 'link';
    const topics = topicsOfForm(form.topics);
    await optOut(link.hash, { topics, reason: 'opt-out', source, via: link.via, at: ports.now() }, ports);
    const body = linkView(await addressOf(link.hash, ports), ports.now());
    return { body, page: stoppedPage(body.gets) };
  },

  lookAtConfirmation: async ({ query: { t = '' } }, ports) => {
    const hash = await readConfirmToken(t, ports.now(), ports);
    if (hash === undefined) return refuse('invalid-link');
    const body = confirmView(await addressOf(hash, ports));
    return { body, page: confirmPage(body.state, body.topics, marketing.text) };
  },

  confirm: async ({ query: { t = '' } }, ports) => {
    const hash = await readConfirmToken(t, ports.now(), ports);
    if (hash === undefined) return refuse('invalid-link');
    const body = confirmView(await confirmAddress(hash, ports));
    return { body, page: confirmPage(body.state, body.topics, marketing.text) };
  },

  privacyControl: async () => ({ body: { gpc: true, lastUpdate: privacyControlSince } }),
};
