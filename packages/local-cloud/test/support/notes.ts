import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** The cloud assembly of a small app as CDK synthesizes it, that knows nothing of this package. */
export const notesAssembly = path.join(import.meta.dirname, '../fixtures/notes');

/** A copy of that assembly in a folder of its own, to be changed; removed by the test that made it. */
export const copyOfNotes = (): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'local-cloud-notes-'));
  cpSync(notesAssembly, folder, { recursive: true });
  return folder;
};
