import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

type Recorded = { accessKey: string; target?: string; path: string; body: string };

const operationOf = (target: string): string => target.slice(target.lastIndexOf('.') + 1);

type Body = {
  KeyId?: string;
  EncryptionContext?: Record<string, string>;
  Name?: string;
  Names?: string[];
  UserPoolId?: string;
};
const json = (body: string) => JSON.parse(body) as Body;

/** `/candor/local/paypal` without what the stage puts in front. */
const short = (name = ''): string => name.replace(/^\/candor\/local\//, '');

/** What a call uses the stage's key for, as the policies demand it: the purpose, and just the two keys of the context. */
const purposeOf = ({ KeyId, EncryptionContext = {} }: Body): string =>
  KeyId === 'alias/candor-local' && Object.keys(EncryptionContext).sort().join() === 'purpose,subject'
    ? (EncryptionContext['purpose'] ?? '')
    : `${KeyId} with another context`;

/** What IAM judges of a call to a service other than DynamoDB: `kms:contact:Decrypt`, as needs name it. */
const serviceActionsOf = ({ target, path: url, body }: Omit<Recorded, 'accessKey'>): string[] => {
  if (target?.startsWith('TrentService.')) return [`kms:${purposeOf(json(body))}:${operationOf(target)}`];
  if (target?.startsWith('AmazonSSM.')) {
    const { Name, Names = [] } = json(body);
    return [...Names, ...(Name ? [Name] : [])].map((name) => `ssm:${short(name)}:${operationOf(target)}`);
  }
  if (target?.startsWith('AWSCognitoIdentityProviderService.')) {
    const pool = (json(body).UserPoolId ?? '').replace('us-east-1_candorlocal', '');
    return [`cognito:${pool}:${operationOf(target)}`];
  }
  const [, invoked] = /\/functions\/candor-local-([^/]+)\/invocations/.exec(url) ?? [];
  if (invoked) return [`lambda:${invoked.replace('-', '.')}:InvokeFunction`];
  const form = new URLSearchParams(body);
  const isNews = form.get('ConfigurationSetName')?.endsWith('-news');
  const needs = isNews ? ['ses:news-identity', 'ses:news-set'] : ['ses:identity', 'ses:mail-set'];
  return needs.map((need) => `${need}:${form.get('Action')}`);
};

/** A file into which a running shop started with this environment writes its calls; `all` reads them as action and caller. */
export const recordServiceCalls = () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'candor-calls-'));
  const file = path.join(folder, 'calls.jsonl');
  const recorder = path.resolve(import.meta.dirname, 'record-calls.ts');
  return {
    environment: { RECORD_CALLS: file, NODE_OPTIONS: `--import ${recorder}` },
    all: (): { accessKey: string; actions: string[] }[] => {
      if (!existsSync(file)) return [];
      const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
      return lines.map((line) => {
        const call = JSON.parse(line) as Recorded;
        return { accessKey: call.accessKey, actions: serviceActionsOf(call) };
      });
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};
