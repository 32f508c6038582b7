import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { tableName } from '../../functions/kit/contract/names.ts';
import type { KeyWrapper } from '../../functions/kit/crypto/data-keys.ts';
import { onlyDeclared, type Log } from '../../functions/kit/log.ts';
import type { Sending } from '../../functions/mail/mail-ports.ts';
import type { Ports, Settings } from '../../functions/kit/ports.ts';
import type { Secrets } from '../../functions/kit/crypto/secrets.ts';
import type { AskPayPal } from '../../functions/paypal/public.ts';
import type { Session, Sessions } from '../../functions/kit/http/session.ts';
import type { Wake } from '../../functions/kit/work/wake.ts';

/** What a logger was asked to write: the level, the event and its declared fields. */
export type LogLine = { level: keyof Log; event: string; fields: Record<string, string | number> };

export type TestPorts = Ports &
  Omit<Sending, 'send'> & {
    secrets: Secrets;
    keys: KeyWrapper;
    logged: LogLine[];
    /** Records into `woken`; nobody wakes. */
    wake: Wake;
    woken: string[];
    /** Those whom a test signs in, by their tokens. */
    sessions: Sessions;
    /** PayPal cannot be reached, unless a test says so. */
    paypal: AskPayPal;
  };

type Given = Partial<Omit<Ports, 'settings' | 'table'>> & {
  dynamo: DynamoDBClient;
  stage?: string;
  settings?: Partial<Settings>;
  /** Values of SSM parameters by the secret's short name. */
  secrets?: Record<string, unknown>;
  keys?: KeyWrapper;
  /** Who has signed in, by access token; nobody unless a test says so. */
  sessions?: Record<string, Session>;
  paypal?: AskPayPal;
};

/** Wraps data keys by AES-256-GCM under a master key that lives as long as the test; purpose and subject are bound in. */
const memoryKeys = (): KeyWrapper => {
  const master = randomBytes(32);
  const context = (purpose: string, subject: string): Buffer => Buffer.from(JSON.stringify([purpose, subject]));
  return {
    generate: async (purpose, subject) => {
      const plain = randomBytes(32);
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', master, nonce).setAAD(context(purpose, subject));
      const body = Buffer.concat([cipher.update(plain), cipher.final()]);
      return { plain, wrapped: Buffer.concat([nonce, cipher.getAuthTag(), body]) };
    },
    open: async (purpose, subject, wrapped) => {
      const bytes = Buffer.from(wrapped);
      const open = createDecipheriv('aes-256-gcm', master, bytes.subarray(0, 12))
        .setAAD(context(purpose, subject))
        .setAuthTag(bytes.subarray(12, 28));
      return Buffer.concat([open.update(bytes.subarray(28)), open.final()]);
    },
  };
};

/** Key rings as SSM has them: good for tests that sign and verify. */
export const testKeyRing = { current: 'k1', keys: { k1: randomBytes(32).toString('base64') } };

const memorySecrets =
  (all: Record<string, unknown>): Secrets =>
  async (name, schema) => {
    if (!(name in all)) throw new Error(`the test gave no secret ${name}`);
    return z.parse(schema, all[name]);
  };

const recordingLog = (logged: LogLine[]): Log => {
  const line =
    (level: keyof Log) =>
    (event: string, fields: object = {}) =>
      void logged.push({ level, event, fields: onlyDeclared(fields) });
  return { info: line('info'), warn: line('warn'), error: line('error') };
};

const noFetch: typeof fetch = () => Promise.reject(new Error('this test allows no network'));

/** Ports for a test: the given database, a silent log that records into `logged`, keys and secrets in memory. */
export const testPorts = ({ dynamo, stage = 'test', settings, secrets, sessions = {}, ...given }: Given): TestPorts => {
  const logged: LogLine[] = [];
  const woken: string[] = [];
  return {
    now: () => new Date(),
    newId: () => randomBytes(16).toString('base64url'),
    random: (bytes) => randomBytes(bytes),
    pause: (milliseconds) => sleep(milliseconds),
    fetch: noFetch,
    keys: memoryKeys(),
    log: recordingLog(logged),
    logged,
    wake: async (worker) => void woken.push(worker),
    woken,
    mailFrom: { mail: 'shop@shop.example', news: 'shop@news.shop.example' },
    postalAddress: 'Candor, 1 Main Street, Anytown',
    sendRate: 1000,
    monotonic: () => (given.now ?? (() => new Date()))().getTime(),
    sessions: async (bearer) => (Object.hasOwn(sessions, bearer) ? sessions[bearer] : undefined),
    paypal: () => Promise.reject(new Error('this test has no PayPal')),
    ...given,
    dynamo,
    table: (name) => tableName(stage, name),
    secrets: memorySecrets({
      'signing-keys': testKeyRing,
      'lookup-keys': testKeyRing,
      'person-lookup-keys': testKeyRing,
      'address-keys': { key: testKeyRing.keys.k1 },
      ...secrets,
    }),
    settings: {
      stage,
      origin: 'https://shop.example',
      homeCountry: 'US',
      version: '0.0.0-test',
      ...settings,
    },
  };
};
