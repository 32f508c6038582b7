import * as z from 'zod/mini';
import { templateData, type TemplateData, type TemplateName } from './schemas.ts';
import { addressChanged, alreadyRegistered, deactivated } from './templates/account.ts';
import { announcement, campaign, campaignTest } from './templates/campaign.ts';
import { code } from './templates/code.ts';
import { confirmSubscription } from './templates/confirm-subscription.ts';
import { invitation } from './templates/invitation.ts';
import { orderVoided } from './templates/order-voided.ts';
import type { Links, Mail } from './templates/page.ts';
import { paymentDeclined } from './templates/payment-declined.ts';
import { pinProblem } from './templates/pin-problem.ts';
import { privacyLink } from './templates/privacy-link.ts';
import { receipt } from './templates/receipt.ts';
import { refunded } from './templates/refunded.ts';
import { revealConfirmed } from './templates/reveal-confirmed.ts';
import { withdrawn } from './templates/withdrawn.ts';

type Render<T extends TemplateName> = (data: TemplateData[T], links: Links) => Mail;

const templates: { [T in TemplateName]: Render<T> } = {
  receipt,
  'order-voided': orderVoided,
  'payment-declined': paymentDeclined,
  refunded,
  'reveal-confirmed': revealConfirmed,
  withdrawn,
  'pin-problem': pinProblem,
  code,
  'already-registered': alreadyRegistered,
  'address-changed': addressChanged,
  deactivated,
  'privacy-link': privacyLink,
  campaign,
  'campaign-test': campaignTest,
  announcement,
  'confirm-subscription': confirmSubscription,
  invitation,
};

/** Returns a letter's data in the form that its template declares; throws when it has another. */
export const parseData = <T extends TemplateName>(template: T, data: unknown): TemplateData[T] =>
  z.parse(templateData[template], data) as TemplateData[T];

/** Returns subject, text and HTML of a letter. Pure: the same data and links give the same mail. */
export const render = <T extends TemplateName>(template: T, data: TemplateData[T], links: Links): Mail =>
  (templates[template] as Render<T>)(data, links);
