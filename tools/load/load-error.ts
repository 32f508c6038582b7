/** A reason why nothing, or nothing more, can be loaded: one sentence for the operator, shown without a stack. */
export class LoadError extends Error {
  override name = 'LoadError';
}
