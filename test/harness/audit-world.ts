import { randomBytes } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { audit } from '../../functions/audit/contract.ts';
import { recordAccess } from '../../functions/audit/public.ts';
import { sequence } from '../../functions/audit/workers.ts';
import { rowsIn } from './rows.ts';
import { createContractTables } from './tables.ts';
import { testPorts, type TestPorts } from './ports.ts';

let stages = 0;

/** An audit log of its own in a database: tables of a stage that nobody else uses, a signing key, and a clock. */
export const auditWorld = async (dynamo: DynamoDBClient) => {
  const stage = `audit${(stages += 1)}`;
  await createContractTables(dynamo, stage, [audit]);
  const seed = randomBytes(32).toString('base64');
  const clock = { at: new Date('2026-11-24T12:00:00Z') };
  const ports: TestPorts = testPorts({
    dynamo,
    stage,
    now: () => clock.at,
    secrets: { 'audit-log-key': { current: 'k1', keys: { k1: seed } } },
  });
  const pass = (milliseconds: number): void => void (clock.at = new Date(clock.at.getTime() + milliseconds));

  /** Records a look at a person, a second after the one before. */
  const look = (person: string | undefined, more: { explained?: boolean; reason?: string } = {}) => {
    pass(1000);
    const access = { staff: 'staff-1', person, fields: ['email'], action: 'search', reason: 'order-1', at: clock.at };
    return recordAccess({ ...access, ...more }, ports);
  };
  const looks = async (count: number): Promise<void> => {
    for (let n = 0; n < count; n += 1) await look(`person-${n % 3}`);
  };

  /** Everything in a table of the audit context. */
  const all = (table: 'accesses' | 'leaves' | 'heads') => rowsIn(`audit.${table}`, ports);
  /** The indexes that rows have, in order; a row without one is not among them. */
  const indexes = async (): Promise<number[]> =>
    (await all('accesses')).flatMap(({ index }) => (index === undefined ? [] : [Number(index)])).sort((a, b) => a - b);
  const leafCount = async (): Promise<number> =>
    (await all('leaves')).reduce((sum, { leaves }) => sum + (leaves as unknown[]).length, 0);

  return { ports, seed, clock, pass, look, looks, all, indexes, leafCount, run: () => sequence(ports) };
};

export type AuditWorld = Awaited<ReturnType<typeof auditWorld>>;
