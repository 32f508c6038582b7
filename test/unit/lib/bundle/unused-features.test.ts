import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { withoutRegionNames } from '../../../../lib/bundle/plugins/unused-features.ts';

const core = path.dirname(createRequire(import.meta.url).resolve('@aws-sdk/core/package.json'));
const file = path.join(core, 'dist-es/submodules/client/util-endpoints/lib/aws/partitions.js');

describe('the table of partitions without the names of regions', () => {
  const full = readFileSync(file, 'utf8');
  const slim = withoutRegionNames(full);

  it('keeps every partition, its addresses and the pattern of its regions', () => {
    const facts = /"(id|dnsSuffix|dualStackDnsSuffix|regionRegex)": ?"[^"]*"/g;
    const of = (source: string) => [...source.matchAll(facts)].map(([fact]) => fact.replace(': ', ':'));
    expect(of(slim)).toEqual(of(full));
    expect(of(slim).length).toBeGreaterThan(8);
  });

  it('has none of the names', () => {
    expect(slim).not.toContain('Europe');
    expect(slim.length).toBeLessThan(full.length / 3);
  });
});
