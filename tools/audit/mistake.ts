/** A reason why nothing can be checked or printed: one sentence for whoever runs the program, shown without a stack. */
export class Mistake extends Error {
  override name = 'Mistake';
}
