/**
 * What the dependency container of the x509 library asks of `Reflect` when it is loaded; it refuses to load without, and
 * brings none along. Nothing in it is injected by type, so a container without metadata is enough.
 */
if (!('getMetadata' in Reflect)) {
  const nothing = () => undefined;
  Object.assign(Reflect, { getMetadata: nothing, getOwnMetadata: nothing, defineMetadata: nothing });
}
