import { SendRawEmailCommand, SESClient, type SESClientConfig } from '@aws-sdk/client-ses';
import { configurationSet, type MailStream } from '../kit/contract/names.ts';

/** A mail to hand over: its bytes, whom to, the stream that it goes by, and the letter that its events are about. */
export type Outgoing = {
  raw: Uint8Array;
  to: string;
  stream: MailStream;
  letter: string;
  /** Whether somebody waits to hear that it was delivered. */
  isAwaited: boolean;
};

/** Hands a message to SES for one recipient; `until` cuts the call off. A throw is judged by `judgeSesError`. */
export type Sender = (message: Outgoing, until: AbortSignal) => Promise<{ messageId: string }>;

/** The names of the tags with which SES's events come back: ids, and never an address. */
export const tagNames = { letter: 'letter', awaited: 'awaited' } as const;

const tagsOf = ({ letter, isAwaited }: Outgoing) => [
  { Name: tagNames.letter, Value: Buffer.from(letter).toString('base64url') },
  ...(isAwaited ? [{ Name: tagNames.awaited, Value: 'y' }] : []),
];

/**
 * Returns SES as the sender of a stage. One attempt only, because a repeated call is a repeated mail. Connections are not kept: one
 * that SES closed while the function slept would fail in a way that looks like a lost response. The whole call, the response's body
 * included, ends with the signal.
 */
export const sesSender = (stage: string, config: SESClientConfig = {}): Sender => {
  const client = new SESClient({
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 1000, httpAgent: { keepAlive: false }, httpsAgent: { keepAlive: false } },
    ...config,
  });
  return async (message, until) => {
    const command = new SendRawEmailCommand({
      Destinations: [message.to],
      RawMessage: { Data: message.raw },
      ConfigurationSetName: configurationSet(stage, message.stream),
      Tags: tagsOf(message),
    });
    const { MessageId } = await client.send(command, { abortSignal: until });
    if (!MessageId) throw new Error('SES gave no message id');
    return { messageId: MessageId };
  };
};
