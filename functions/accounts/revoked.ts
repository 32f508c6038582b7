import type { Ports } from '../kit/ports.ts';
import { toItem } from '../kit/store/client.ts';
import { apply } from '../kit/store/write.ts';
import { seconds } from '../kit/value/time.ts';
import type { Account } from './account.ts';
import { changeWrite } from './changes.ts';

/** Seconds that a revoked sign-in is remembered: as long as its last access token is good, and a little more. */
export const revokedFor = 330;

/** Remembers a sign-in that was signed out, until its last access token has expired; forgets those that have. Safe to repeat. */
export const revoke = async ({ id, revoked }: Account, origin: string, ports: Ports): Promise<void> => {
  const now = seconds(ports.now());
  const old = Object.entries(revoked).flatMap(([each, until]) => (until < now && each !== origin ? [each] : []));
  const write = changeWrite(
    id,
    {
      UpdateExpression: `SET revoked.#origin = :until${
        old.length > 0 ? ` REMOVE ${old.map((_, n) => `revoked.#old${n}`).join(', ')}` : ''
      }`,
      ConditionExpression: 'attribute_exists(id)',
      ExpressionAttributeNames: {
        '#origin': origin,
        ...Object.fromEntries(old.map((each, n) => [`#old${n}`, each])),
      },
      ExpressionAttributeValues: toItem({ ':until': now + revokedFor }),
    },
    ports,
  );
  await apply(write, ports);
};
