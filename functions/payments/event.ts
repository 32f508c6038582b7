import * as z from 'zod/mini';

/** The part of a webhook that is read; the rest, which names the payer, is never looked at and never stored. */
const Webhook = z.object({
  id: z.string().check(z.minLength(1), z.maxLength(128)),
  event_type: z.string().check(z.maxLength(128)),
  resource: z.optional(z.unknown()),
});

/** Where a resource may name an order. One of another form names none: PayPal would repeat an event that is refused. */
const Resource = z.object({
  id: z.optional(z.string()),
  order_id: z.optional(z.string()),
  supplementary_data: z.optional(z.object({ related_ids: z.optional(z.object({ order_id: z.optional(z.string()) })) })),
});

/** An event, reduced to what a hint needs: which PayPal order to look at. */
export type PayPalEvent = { id: string; type: string; paypalOrder?: string | undefined };

const plainId = /^[A-Za-z0-9-]{1,64}$/;

/** Reads an event; undefined when it is none. Fields that PayPal adds are ignored. */
export const readEvent = (body: unknown): PayPalEvent | undefined => {
  const parsed = z.safeParse(Webhook, body);
  if (!parsed.success) return undefined;
  const { id, event_type: type } = parsed.data;
  const resource = z.safeParse(Resource, parsed.data.resource).data;
  const own = type.startsWith('CHECKOUT.ORDER.') ? resource?.id : undefined;
  const order = own ?? resource?.order_id ?? resource?.supplementary_data?.related_ids?.order_id;
  return { id, type, ...(order !== undefined && plainId.test(order) && { paypalOrder: order }) };
};
