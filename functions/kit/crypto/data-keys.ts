import { DecryptCommand, GenerateDataKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { keyAlias } from '../contract/names.ts';
import { withTimeOut, settings } from '../time-outs.ts';

/** A data key of one subject: `plain` seals and is forgotten, `wrapped` is stored. */
export type DataKey = { plain: Uint8Array; wrapped: Uint8Array };

/**
 * Makes and opens data keys under the KMS key of a purpose. The subject is bound in as encryption context, which CloudTrail
 * records: it is an id of the key's own row, and never that of a person.
 */
export type KeyWrapper = {
  generate: (purpose: string, subject: string) => Promise<DataKey>;
  open: (purpose: string, subject: string, wrapped: Uint8Array) => Promise<Uint8Array>;
};

/**
 * Returns the key wrapper of a stage, by AWS KMS; the client that is response here gives up in time for a 503 within 5
 * seconds.
 */
export const stageKeys = (stage: string, client: KMSClient = withTimeOut(new KMSClient(settings))): KeyWrapper => {
  const named = (purpose: string, subject: string) => ({
    KeyId: keyAlias(stage),
    EncryptionContext: { purpose, subject },
  });
  return {
    generate: async (purpose, subject) => {
      const response = await client.send(
        new GenerateDataKeyCommand({ ...named(purpose, subject), KeySpec: 'AES_256' }),
      );
      if (!response.Plaintext || !response.CiphertextBlob) throw new Error('KMS gave no data key');
      return { plain: response.Plaintext, wrapped: response.CiphertextBlob };
    },
    open: async (purpose, subject, wrapped) => {
      const opened = await client.send(new DecryptCommand({ ...named(purpose, subject), CiphertextBlob: wrapped }));
      if (!opened.Plaintext) throw new Error('KMS gave no data key');
      return opened.Plaintext;
    },
  };
};
