import type { TopicTrigger } from './worker.ts';

/** Returns the qualified name of a table: `carts` of the cart context is `cart.carts`; a name with a dot is whole already. */
export const qualified = (contextName: string, table: string): string =>
  table.includes('.') ? table : `${contextName}.${table}`;

/** Returns the physical name of a table in a stage: `cart.carts` in dev is `candor-dev-cart-carts`. */
export const tableName = (stage: string, qualifiedTable: string): string =>
  `candor-${stage}-${qualifiedTable.replace('.', '-')}`;

/** Returns the physical name of a function in a stage; a worker is also named as in `uses` (`mail.sweep`). */
export const functionName = (stage: string, name: string): string => `candor-${stage}-${name.replace('.', '-')}`;

/** Returns the physical name of a topic in a stage. */
export const topicName = (stage: string, topic: TopicTrigger['topic']): string => `candor-${stage}-${topic}`;

/** By which mail goes out: each with a configuration set and a sender's address of its own, so that one does not harm the other. */
export const mailStreams = ['mail', 'news'] as const;
export type MailStream = (typeof mailStreams)[number];

/** Returns the name of SES's configuration set of a stage: by it mails have events. */
export const configurationSet = (stage: string, stream: MailStream): string => `candor-${stage}-${stream}`;

/** Returns the alias of the KMS key that wraps every data key of a stage; what a data key is for is in its encryption context. */
export const keyAlias = (stage: string): string => `alias/candor-${stage}`;

/** The keys of that context, these two and no others; `subject` is the random id of the data key's row. */
export const encryptionContextKeys = ['purpose', 'subject'] as const;

/** Returns the SSM parameter (JSON, in a SecureString where it is secret) that a need or a port calls by its short name. */
export const secretName = (stage: string, secret: string): string => `/candor/${stage}/${secret}`;
