export type { Addresses, App, Ground, Seed } from './app.ts';
export { startCloud } from './cloud.ts';
export { flagsOf, portOf } from './flags.ts';
export type { Page } from './gateway/gateway.ts';
export { homeAt, readJson, writeJson } from './home.ts';
export type { Part } from './parts.ts';
export { runProgram } from './program.ts';
export type { Answer } from './stand-in/serve.ts';
export { StartError } from './stand-in/start-error.ts';
