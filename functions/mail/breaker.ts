import { bouncesSoftly, verdictOf } from './domain/rates.ts';
import type { Retrying } from '../kit/store/retry.ts';
import type { Ports } from '../kit/ports.ts';
import { mailSwitch, switchMail } from './switches.ts';
import { tally } from './tallies.ts';

type Guarding = Pick<Ports, 'dynamo' | 'table' | 'now' | 'log'> & Retrying;

const begin = '1970-01-01T00:00:00.000Z';

/** Looks at the rates of all marketing: tells a person when they are high, and stops marketing when they harm the sender. */
const guardAll = async (ports: Guarding): Promise<void> => {
  const now = ports.now();
  const { state, at = begin } = await mailSwitch('marketing', ports);
  const verdict = verdictOf(await tally('news', now, at, ports));
  if (!verdict || state !== 'on') return;
  if (verdict.level === 'stopped')
    await switchMail('marketing', { state: 'off', reason: verdict.harm, at: now }, ports);
  const event = verdict.level === 'stopped' ? 'marketing stopped' : 'marketing does harm';
  ports.log.error(event, { outcome: verdict.harm });
};

/** Pauses one campaign when many of its mails bounce for now: something is wrong with it, or with where it goes. */
const guardCampaign = async (campaign: string, ports: Guarding): Promise<void> => {
  const now = ports.now();
  const id = `campaign:${campaign}` as const;
  const { state, at = begin } = await mailSwitch(id, ports);
  if (state !== 'on' || !bouncesSoftly(await tally(id, now, at, ports))) return;
  await switchMail(id, { state: 'off', reason: 'softBounces', at: now }, ports);
  ports.log.error('campaign paused', { outcome: 'softBounces' });
};

/** Looks at the rates after a bounce or a complaint, of all marketing and of its campaign. Only what was sent since they were switched on counts. */
export const guard = async (campaign: string | undefined, ports: Guarding): Promise<void> => {
  await guardAll(ports);
  if (campaign !== undefined) await guardCampaign(campaign, ports);
};
