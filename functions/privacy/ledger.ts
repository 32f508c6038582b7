import { toItem } from '../kit/store/client.ts';
import type { Write } from '../kit/store/write.ts';
import type { Ports } from '../kit/ports.ts';

/** That a person was erased, when, and for which request; of the person nothing but an id that leads nowhere now. */
export type Erasure = { person: string; request: string; at: Date };

/** Returns the entry of an erasure, put once in the transaction that erases. Nothing changes or deletes it. */
export const erasurePut = ({ person, request, at }: Erasure, { table }: Pick<Ports, 'table'>): Write => ({
  Put: {
    TableName: table('privacy.erasures'),
    Item: toItem({ id: person, request, at: at.toISOString() }),
    ConditionExpression: 'attribute_not_exists(id)',
  },
});
