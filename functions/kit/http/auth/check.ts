import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { RouteSpec } from '../../contract/route.ts';
import type { Customer, Staff } from '../session.ts';
import type { ServePorts } from '../types.ts';

/** Who calls: the visitor's id (empty for nobody in particular), who has signed in, and the cookies that the response sets. */
export type Identity = { visitor: string; cookies: string[]; customer?: Customer; staff?: Staff };

/** One kind of access: returns who calls, throws Refused when that is not allowed. */
export type Check = (
  event: APIGatewayProxyEventV2,
  ports: ServePorts,
  route: RouteSpec,
) => Identity | Promise<Identity>;

/** Nobody in particular. */
export const nobody: Identity = { visitor: '', cookies: [] };
