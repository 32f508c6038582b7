import type { MailEventSource } from './cloud.ts';
import type { Properties, Type } from './schemas.ts';

const capital = (type: string): string => type.slice(0, 1).toUpperCase() + type.slice(1);

type Read<T extends Type> = { at: string; properties: Properties<T> };

/** Returns who hears which events of mails: each destination of a configuration set with each subscription of its topic. */
export const mailEventsOf = (
  destinations: readonly Read<'AWS::SES::ConfigurationSetEventDestination'>[],
  subscriptions: readonly Read<'AWS::SNS::Subscription'>[],
  named: (name: string, at: string) => { id: string },
): MailEventSource[] =>
  destinations.flatMap(({ properties: { ConfigurationSetName, EventDestination } }) => {
    const { Enabled, MatchingEventTypes, SnsDestination } = EventDestination;
    if (!Enabled) return [];
    const topicArn = SnsDestination.TopicARN;
    return subscriptions
      .filter(({ properties }) => properties.TopicArn === topicArn)
      .map(({ at, properties }) => ({
        configurationSet: ConfigurationSetName,
        types: MatchingEventTypes.map(capital),
        topicArn,
        functionId: named(properties.Endpoint, `${at}.Endpoint`).id,
      }));
  });
