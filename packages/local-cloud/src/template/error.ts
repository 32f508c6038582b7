import { StartError } from '../stand-in/start-error.ts';

/** Something in the synthesized template that the local cloud does not understand; names the logical id and the thing. */
export class TemplateError extends StartError {
  override name = 'TemplateError';

  /** `at` is where it stands (`Stack/LogicalId`), `what` the sentence's rest, without a full stop. */
  constructor(at: string, what: string) {
    super(`The local cloud does not understand the template at ${at}: ${what}.`);
  }
}
