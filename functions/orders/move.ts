import { toItem } from '../kit/store/client.ts';
import type { Write } from '../kit/store/write.ts';
import type { Ports } from '../kit/ports.ts';
import { seconds } from '../kit/value/time.ts';
import { moves, queueOf, sourcesOf, stepsOf, unlinked, type Queue, type Status } from './domain.ts';
import { changeWrite } from './store.ts';

type Value = string | number | boolean | object;

/** One move of an order. */
export type Move = {
  id: string;
  /** The status that the decision was made by; without it one that is a single step before. */
  from?: Status;
  to: Status;
  at: Date;
  /** When a sweeper is to look at the order if nothing has happened, in seconds from `at`: 60, and at once if a sweeper moves it. */
  checkIn?: number;
  set?: Record<string, Value>;
  remove?: readonly string[];
  /** Who has to do something next, if the status does not say it. */
  queue?: Queue | 'parked' | undefined;
  /** A condition beside the one on the status. */
  onlyIf?: { condition: string; values?: Record<string, Value>; names?: Record<string, string> };
};

const canMove = (from: Status, to: Status): boolean => (moves[from] as readonly Status[]).includes(to);

/** The order has a status that the move leads from; a move that there is none of is refused for every order. */
const mayMoveFrom = (sources: readonly Status[]): string =>
  sources.length > 0 ? `#status IN (${sources.map((_, n) => `:from${n}`).join(', ')})` : 'attribute_not_exists(id)';

const keyed = <T>(entries: readonly (readonly [string, T])[]): Record<string, T> => Object.fromEntries(entries);

/** Returns one move of an order as an update, refused unless its status allows it by the table of moves. */
export const moveWrite = (
  { id, from, to, at, checkIn, set = {}, remove = [], queue = queueOf(to), onlyIf }: Move,
  ports: Ports,
): Write => {
  const sources = from === undefined ? sourcesOf(to) : [from].filter((status) => canMove(status, to));
  const steps = from === undefined ? [to] : stepsOf(from, to);
  const due = seconds(at) + (checkIn ?? (ports.sweeping ? 0 : 60));
  const fields = Object.entries({ ...set, ...(queue && { open: queue, checkAt: due }) });
  const gone = [...remove, ...(unlinked.includes(to) ? ['cart.id'] : []), ...(queue ? [] : ['#open', 'checkAt'])];
  const assigned = fields.map(([name]) => `, #${name} = :${name}`).join('');
  const change = {
    UpdateExpression:
      `SET #status = :to, history = list_append(history, :steps)${assigned}` +
      (gone.length > 0 ? ` REMOVE ${gone.join(', ')}` : ''),
    ConditionExpression: `${mayMoveFrom(sources)}${onlyIf ? ` AND (${onlyIf.condition})` : ''}`,
    ExpressionAttributeNames: {
      '#status': 'status',
      ...(!queue && { '#open': 'open' }),
      ...keyed(fields.map(([name]) => [`#${name}`, name])),
      ...onlyIf?.names,
    },
    ExpressionAttributeValues: toItem({
      ':to': to,
      ':steps': steps.map((status) => ({ status, at: at.toISOString() })),
      ...keyed(sources.map((status, n) => [`:from${n}`, status])),
      ...keyed(fields.map(([name, value]) => [`:${name}`, value])),
      ...onlyIf?.values,
    }),
  };
  return changeWrite(id, change, ports);
};
