import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseCheckpoint } from '../../functions/audit/domain/checkpoint.ts';
import { verifierKey } from '../../functions/audit/note.ts';
import { leafHash } from '../../functions/audit/tree.ts';
import { KeyRing } from '../../functions/kit/crypto/tokens.ts';
import type { Secrets } from '../../functions/kit/crypto/secrets.ts';
import type { Ports } from '../../functions/kit/ports.ts';
import type { AuditArguments } from './arguments.ts';
import { findings } from './findings.ts';
import { leavesOf } from './leaves.ts';
import { Mistake } from './mistake.ts';
import { checked, proofOf } from './proof.ts';
import { readLog, type AuditLog } from './read-log.ts';

/** What the program needs from outside; `folder` is where files are named from. */
export type AuditPorts = Pick<Ports, 'dynamo' | 'table' | 'now'> & { secrets: Secrets };
export type Terminal = { out: (text: string) => void; folder: string };

const fileText = (file: string, folder: string): string => {
  try {
    return readFileSync(path.resolve(folder, file), 'utf8');
  } catch {
    throw new Mistake(`${file} cannot be read.`);
  }
};

const newestSigned = ({ signed }: AuditLog): string => {
  const note = signed.at(-1)?.note;
  if (note === undefined) throw new Mistake('No head of the log has been signed yet: the sequencer signs the first.');
  return note;
};

/** The keys of the stage, the current one first, for the name that the log has, or by an earlier head had. */
const stageKeys = async ({ head }: AuditLog, ports: AuditPorts, earlier = ''): Promise<string[]> => {
  const name = head.origin || parseCheckpoint(earlier)?.origin;
  if (name === undefined) return [];
  const { current, keys } = await ports.secrets('audit-log-key', KeyRing);
  const seeds = [keys[current] ?? '', ...Object.entries(keys).flatMap(([id, seed]) => (id === current ? [] : [seed]))];
  return seeds.map((seed) => verifierKey(name, seed));
};

const verify = async ({ keys, heads }: AuditArguments, log: AuditLog, ports: AuditPorts, { out, folder }: Terminal) => {
  const earlier = heads.map((file) => ({ name: `head ${file}`, note: fileText(file, folder) }));
  const trusted = keys.length > 0 ? keys : await stageKeys(log, ports, earlier[0]?.note);
  const found = findings(log, { now: ports.now(), keys: trusted, earlier });
  for (const finding of found) out(finding);
  const counts = `${log.rows.length} rows, ${log.head.size} leaves, ${log.signed.length + earlier.length} heads`;
  if (found.length === 0) out(`${counts}: nothing is wrong`);
  return found.length === 0;
};

const prove = (id: string, log: AuditLog): string => {
  const row = log.rows.find((each) => each.id === id)?.row;
  if (!row) throw new Mistake(`There is no row ${id}.`);
  const note = newestSigned(log);
  const size = Number(log.signed.at(-1)?.position);
  const { index } = row;
  if (index === undefined || index >= size) throw new Mistake(`The row ${id} is not in a signed head yet.`);
  return proofOf({ ...row, index }, leavesOf(log).leaves.slice(0, size).map(leafHash), note);
};

/** Runs a command; returns whether all was well. Throws a Mistake, and what the services throw. */
export const run = async (asked: AuditArguments, ports: () => AuditPorts, terminal: Terminal): Promise<boolean> => {
  const { out, folder } = terminal;
  if (asked.command === 'check') {
    const { good, says } = checked(fileText(asked.file, folder), asked.keys);
    out(says);
    return good;
  }
  const outside = ports();
  const log = await readLog(outside);
  if (asked.command === 'verify') return verify(asked, log, outside, terminal);
  if (asked.command === 'prove') out(prove(asked.row, log).trimEnd());
  else if (asked.command === 'head') out(newestSigned(log).trimEnd());
  else out((await stageKeys(log, outside))[0] ?? 'The log has no name before its first leaf.');
  return true;
};
