import * as z from 'zod/mini';

/** What is read of an access token. */
export const Claims = z.object({
  iss: z.string(),
  sub: z.string(),
  origin_jti: z.string(),
  auth_time: z.number(),
  'cognito:groups': z.optional(z.array(z.string())),
});
