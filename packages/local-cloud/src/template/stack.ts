import type { Json } from './json.ts';

/** A resource as it stands in a template, before anything in it is resolved. */
export type Resource = { type: string; properties: Json; condition?: string };

/** One stack of the assembly: its template in parts, and where each of its assets lies on disk by object key. */
export type Stack = {
  name: string;
  resources: Map<string, Resource>;
  outputs: Json;
  parameters: Json;
  conditions: Json;
  assets: Map<string, string>;
};

export const region = 'us-east-1';
export const account = '000000000000';

/** How a place in a template is named to the reader. */
export const place = (stack: Stack, logicalId: string): string => `${stack.name}/${logicalId}`;
