import { seedDemonstration } from '../tools/load/seed.ts';
import { stagePorts, type StandIns } from '../tools/load/stage-ports.ts';

/** `SEED_AT='{"dynamodb":…,"aws":…,"accessKey":…}' node bin/seed-local.ts`: the key is not for a command line, which others can read. */
const at = JSON.parse(process.env['SEED_AT'] ?? '{}') as StandIns;
await seedDemonstration(stagePorts('local', at));
