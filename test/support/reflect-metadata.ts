/**
 * What @peculiar/x509's dependency container asks of `Reflect` when it is loaded. Nothing here is injected, so a
 * container without metadata is enough; import this before the library.
 */
if (!('getMetadata' in Reflect)) {
  Object.assign(Reflect, {
    getMetadata: () => undefined,
    getOwnMetadata: () => undefined,
    defineMetadata: () => undefined,
    metadata: () => () => undefined,
  });
}
