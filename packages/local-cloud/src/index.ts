export type { Addresses, App, CloudSettings, Ground, Seed } from './app.ts';
export { startCloud, type RunningCloud } from './cloud.ts';
export type { Page } from './gateway/gateway.ts';
export { homeAt, readJson, writeJson, type Home } from './home.ts';
export { runProgram } from './program.ts';
export { StartError, type Answer, type Part } from './stand-in/index.ts';
