import type { FieldError, ProblemSlug } from './problem.ts';
import type { Raised, raises } from './raises.ts';

/** A request that a middleware refused before a handler saw it, with a problem that the middleware names. */
export class Refused<M extends keyof typeof raises> extends Error {
  override name = 'Refused';
  readonly slug: ProblemSlug;
  readonly errors: FieldError[] | undefined;
  constructor(slug: Raised<M>, errors?: FieldError[]) {
    super(slug);
    this.slug = slug;
    this.errors = errors;
  }
}
