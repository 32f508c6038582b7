import type { Json } from './json.ts';

/** A resource as it stands in a template, before anything in it is resolved. */
export type Resource = { type: string; properties: Json };

/** One stack of the assembly: its template in parts, and where each of its assets lies on disk by object key. */
export type Stack = {
  name: string;
  resources: Map<string, Resource>;
  outputs: Json;
  assets: Map<string, string>;
};

/** Where a value is resolved: in one stack, among all stacks that are deployed together. */
export type Scope = { stack: Stack; stacks: readonly Stack[] };

export const region = 'us-east-1';
export const account = '000000000000';

/** How a place in a template is named to the reader. */
export const place = (stack: Stack, logicalId: string): string => `${stack.name}/${logicalId}`;
