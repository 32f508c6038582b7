import { overWithin } from '../../functions/mail/domain.ts';
import { sesSender } from '../../functions/mail/ses.ts';
import { judgeSesError } from '../../functions/mail/ses-verdict.ts';
import { localAccess } from './dynamodb.ts';

/** A process of its own that sends one mail to the endpoint named and prints the verdict: within jest, the SDK does not know Node's own errors. */
const [endpoint = ''] = process.argv.slice(2);
const failure: unknown = await sesSender('local', { endpoint, ...localAccess })(
  { raw: Buffer.from('x'), to: 'a@example.com', stream: 'mail', letter: 'x', isAwaited: false },
  AbortSignal.timeout(overWithin),
).catch((error: unknown) => error);
console.log(JSON.stringify(judgeSesError(failure)));
