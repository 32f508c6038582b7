/** A refusal is a value: the slug says which rule refused. */
export type Refusal<S extends string> = { readonly refused: S };

/** Makes a refusal. */
export const refuse = <const S extends string>(slug: S): Refusal<S> => ({ refused: slug });

/** Tells a refusal from any other value. */
export const isRefusal = <T>(value: T): value is Extract<T, Refusal<string>> =>
  typeof value === 'object' && value !== null && 'refused' in value;
