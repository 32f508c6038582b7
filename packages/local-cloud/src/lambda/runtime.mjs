// The inside of a function's worker. Plain JavaScript, because a worker that strips types holds 11 MB more each.
import { subscribe } from 'node:diagnostics_channel';
import { readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';

const { clock, code, handler, functionName, memoryMegabytes } = workerData;

followClock(new Float64Array(clock), Date, Date.now);

// Above Lambda's task root there is no package.json and no node_modules: `.js` is CommonJS, and what is
// not in the bundle is not found.
Module._extensions['.js'] = (module, file) => module._compile(readFileSync(file, 'utf8'), file);
Module._nodeModulePaths = () => [];

subscribe('http.client.request.created', ({ request }) => watchWrites(request));

const run = await load();
parentPort.on('message', ({ id, payload, deadline }) => void handle(id, payload, deadline));
parentPort.postMessage({ ready: true });

/** Makes `Date` tell the shop's time: the machine's, and an offset that is looked up each time. */
function followClock(offsetMs, Real, machine) {
  const now = () => machine() + offsetMs[0];
  Real.now = now;
  globalThis.Date = new Proxy(Real, {
    apply: () => new Real(now()).toString(),
    construct: (_real, values, target) => Reflect.construct(Real, values.length > 0 ? values : [now()], target),
  });
  Real.prototype.constructor = globalThis.Date;
}

/** Tells which tables were written, once they are, so that their streams are looked at then and no others. */
function watchWrites(request) {
  const operation = String(request.getHeader('x-amz-target') ?? '');
  if (!/^DynamoDB_.*(Write|Put|Update|Delete)/.test(operation)) return;
  const { end } = request;
  request.end = function (body, ...more) {
    const names = String(body).matchAll(/"TableName":"([^"]+)"/g);
    const wrote = [...new Set(Array.from(names, ([, name]) => name))];
    request.once('response', () => parentPort.postMessage({ wrote }));
    return end.call(request, body, ...more);
  };
}

/** The handler by its Lambda name, `file.export`. */
async function load() {
  const dot = handler.lastIndexOf('.');
  const base = path.resolve(code, handler.slice(0, dot));
  const exported = createRequire(path.join(code, 'task'))(base);
  const found = exported[handler.slice(dot + 1)];
  if (typeof found !== 'function') throw new Error(`${handler} is undefined or not exported`);
  return found;
}

async function handle(id, payload, deadline) {
  try {
    const result = await run(JSON.parse(payload), contextOf(id, deadline));
    parentPort.postMessage({ id, result: JSON.stringify(result ?? null) });
  } catch (error) {
    parentPort.postMessage({ id, error: failureOf(error) });
  }
}

/** Lambda's context object; the deadline is in milliseconds of the monotonic clock, which all threads share. */
function contextOf(awsRequestId, deadline) {
  return {
    awsRequestId,
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${functionName}`,
    memoryLimitInMB: String(memoryMegabytes),
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, Math.round(deadline - Number(process.hrtime.bigint()) / 1e6)),
  };
}

function failureOf(error) {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: String(error.stack).split('\n') };
}
