import { SendRawEmailCommand, SESClient, type SESClientConfig } from '@aws-sdk/client-ses';
import { sesTimeout } from './domain.ts';

/** Hands a message to SES for one recipient. A throw is judged by `judgeSesError`. */
export type Sender = (raw: Uint8Array, to: string) => Promise<{ messageId: string }>;

/**
 * Returns SES as the sender. One attempt only, because a repeated call is a repeated mail. Connections are not kept: one that
 * SES closed while the function slept would fail in a way that looks like a lost response. The whole call, the response's
 * body included, ends after `sesTimeout`.
 */
export const sesSender = (config: SESClientConfig = {}): Sender => {
  const client = new SESClient({
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 1000, httpAgent: { keepAlive: false }, httpsAgent: { keepAlive: false } },
    ...config,
  });
  return async (raw, to) => {
    const command = new SendRawEmailCommand({ Destinations: [to], RawMessage: { Data: raw } });
    const { MessageId } = await client.send(command, { abortSignal: AbortSignal.timeout(sesTimeout) });
    if (!MessageId) throw new Error('SES gave no message id');
    return { messageId: MessageId };
  };
};
