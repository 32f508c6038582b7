import { transact } from '../kit/store/write.ts';
import { sweepAll, type Counts } from '../kit/work/sweep.ts';
import { forgetWrites } from '../people/public.ts';
import { isKeptApart, reminded } from './domain/request.ts';
import { eraseFor, type ErasePorts } from './erase.ts';
import { dueRequests } from './find-requests.ts';
import { answerWrite, getRequest, lapseWrite, pushBack, type PrivacyRequest } from './requests.ts';

/** Milliseconds after which a sweep begins no further request. */
const budget = 180_000;

/** Tells the staff of a request that is due within a week: the line rings, and says which only in the list of the console. */
const remind = ({ dueAt, keeps = [] }: PrivacyRequest, ports: ErasePorts): string => {
  const left = Date.parse(dueAt) - ports.now().getTime();
  // A dispute or a hold ends when somebody else decides; what it keeps is in the list with its reason.
  if (left > reminded || (keeps.length > 0 && keeps.every(({ reason }) => isKeptApart(reason)))) return 'waits';
  ports.log.error('privacy request is due', { outcome: left > 0 ? 'soon' : 'overdue' });
  return left > 0 ? 'due-soon' : 'overdue';
};

/** Ends what a link was for: it is over, and nobody needs the address of whoever asked any more. */
const end = async ({ id, person, state }: PrivacyRequest, ports: ErasePorts): Promise<string> => {
  const at = ports.now();
  const write = state === 'asked' ? lapseWrite(id, at, ports) : answerWrite(id, { erased: 0, at }, ports);
  await transact([write, ...forgetWrites(person, ports)], ports);
  return state === 'asked' ? 'lapsed' : 'answered';
};

const goOn = async (id: string, ports: ErasePorts): Promise<string> => {
  const request = await getRequest(id, ports);
  if (!request) return 'left';
  if (request.state === 'asked' || request.kind === 'export') return end(request, ports);
  const outcome = await eraseFor(id, ports);
  if (outcome !== 'waits') return outcome;
  return remind((await getRequest(id, ports)) ?? request, ports);
};

/** Goes on with the requests that are due for a look, and reminds the staff of those that are due to be answered. */
export const sweep = (ports: ErasePorts): Promise<Counts> =>
  sweepAll({
    worker: 'privacy-sweep',
    items: dueRequests(ports),
    each: (id) => goOn(id, ports),
    pushBack: (id) => pushBack(id, ports),
    ports,
    width: 2,
    budget,
  });
