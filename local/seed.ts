import type { Seed } from 'local-cloud';

/** Fills the demonstration catalogue; loaded only when there is something to fill, as a running shop does without the loader's weight. */
export const seed: Seed = async ({ dynamodb, aws, accessKey }) => {
  const [{ seedDemonstration }, { stagePorts }] = await Promise.all([
    import('../tools/load/seed.ts'),
    import('../tools/load/stage-ports.ts'),
  ]);
  await seedDemonstration(stagePorts('local', { dynamodb, aws, accessKey }));
};
