import { apply } from '../kit/store/write.ts';
import type { Ports } from '../kit/ports.ts';
import { prompt } from '../kit/store/retry.ts';
import { emailOf, personsAt } from '../people/public.ts';
import { accountFor } from './accounts-side.ts';
import type { AskPorts } from './ask.ts';
import { keptForTax } from './domain/kept-for-tax.ts';
import { isUnderWay, keptWords, reasonWords } from './domain/request.ts';
import { exportOf } from './export.ts';
import { confirmWrite, getRequest, type PrivacyRequest } from './requests.ts';
import type { Export } from './schemas.ts';

/** Returns what becomes of an erasure, for whoever asked for it. */
export const erasureView = ({ id: request, dueAt, keeps = [] }: Pick<PrivacyRequest, 'id' | 'dueAt' | 'keeps'>) => ({
  request,
  dueAt,
  keeps: [...keptForTax],
  keepsForNow: keeps.map(({ order, reason, until }) => ({
    order,
    what: keptWords(reason),
    why: reasonWords[reason],
    until: until ?? null,
  })),
});

/** Everything that is held on whoever proved an address: the persons there, and those of their accounts. */
const exportFor = async (
  { person }: PrivacyRequest,
  cursor: string | undefined,
  ports: AskPorts,
): Promise<Export | undefined> => {
  const address = await emailOf(person, ports);
  if (address === undefined) return undefined;
  const found = await personsAt(address, ports);
  const sides = await Promise.all(found.map((each) => accountFor(each, ports)));
  const persons = new Set([...found, ...sides.flatMap((side) => side?.persons ?? []), person]);
  return exportOf({ persons: [...persons], account: sides.find((side) => side)?.account, cursor }, ports);
};

/** Returns what the link of a request shows: what is asked for, and once it is confirmed what came of it. */
export const linkView = async (request: PrivacyRequest, cursor: string | undefined, ports: AskPorts) => {
  const { kind, state, askedAt, dueAt } = request;
  const shows = kind === 'export' && isUnderWay(state) ? await exportFor(request, cursor, ports) : undefined;
  return {
    kind,
    state,
    askedAt,
    dueAt,
    ...(kind === 'erasure' && { erasure: erasureView(request) }),
    ...(shows && { export: shows }),
  };
};

/** Confirms a request; a repeated confirmation changes nothing. Returns the request as it is then. */
export const confirmRequest = async (id: string, ports: Ports): Promise<PrivacyRequest | undefined> => {
  const request = await getRequest(id, ports);
  if (request?.state !== 'asked') return request;
  await apply(confirmWrite(request, ports.now(), ports), ports, prompt);
  return getRequest(id, ports);
};
