/**
 * Actions by resource of the context itself: a table (`carts`), an index (`pins/free`), a key (`kms:contact`), or the
 * sending identity (`ses:identity`). A context names no table but its own.
 */
export type Needs = Record<string, readonly string[]>;

/**
 * What a route, a worker or an offer uses: offers of the context itself and of contexts below it (`pins.hold`), secrets
 * (`secret:paypal`), workers to wake (`wake:mail.sweep`), ports that a context makes (`port:paypal`: its `port.ts`), and
 * resources of its own with their actions.
 */
export type Uses = readonly (string | Needs)[];

/** Permissions that a context gives by name, one a function of its `public.ts`, in the same order. */
export type Offers = Record<string, Uses>;
