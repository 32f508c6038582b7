/** A reason why a command cannot be done: one sentence for the operator, shown without a stack. */
export class Mistake extends Error {
  override name = 'Mistake';
}
