import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { orderWrite } from '../../functions/orders/store.ts';
import { startTestDynamo, type TestDynamo } from '../../test/harness/dynamodb.ts';
import { orderRow } from '../../test/builders/orders.ts';
import { testPorts } from '../../test/harness/ports.ts';
import { createContractTables } from '../../test/harness/tables.ts';

/** Milliseconds of a read at PayPal, and the share of a CPU that Lambda gives to 512 MB. */
const readMs = 250;
const share = 512 / 1769;
const periodMs = 50;
const orders = Number(process.argv[2] ?? 1000);

/** A PayPal that knows every order as one that nobody approved, and is as slow as the real one. */
const startSlowPayPal = async () => {
  const calls = { reads: 0 };
  const server = createServer((request, response) => {
    const id = request.url?.split('/').at(-1) ?? '';
    const token = request.url === '/v1/oauth2/token';
    calls.reads += token ? 0 : 1;
    const body = token
      ? { access_token: 'token', expires_in: 30_000 }
      : { id, status: 'PAYER_ACTION_REQUIRED', purchase_units: [{ custom_id: id.replace('P', 'order') }] };
    setTimeout(() => response.end(JSON.stringify(body)), readMs);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls, close: () => server.close() };
};

/** Abandoned orders, half of them due for the look after ten minutes, half for the one after their window. */
const abandon = async ({ client }: TestDynamo): Promise<void> => {
  const ports = testPorts({ dynamo: client, stage: 'bench' });
  for (let first = 0; first < orders; first += 50) {
    const rows = Array.from({ length: Math.min(50, orders - first) }, (_, n) => {
      const at = new Date(Date.now() - ((first + n) % 2 === 0 ? 11 : 200) * 60_000).toISOString();
      const paypalOrder = `P${first + n}`;
      const attempts = { '1': { paypalOrder, approveUrl: 'https://paypal.example', at, payee: 'MERCHANT1' } };
      return orderRow(`order${first + n}`, 'created', { attempts, paypalOrder, placedAt: at });
    });
    const TransactItems = rows.map((row) => orderWrite(row, ports));
    await client.send(new TransactWriteItemsCommand({ TransactItems }));
  }
};

/** Holds a process to a share of a CPU as Lambda does, by stopping it for the rest of every period: idle time counts too. */
const hold = (child: ChildProcess): (() => void) => {
  const resume = setInterval(() => {
    child.kill('SIGCONT');
    setTimeout(() => child.kill('SIGSTOP'), periodMs * share);
  }, periodMs);
  return () => {
    clearInterval(resume);
    setTimeout(() => child.kill('SIGCONT'), periodMs);
  };
};

const dynamo = await startTestDynamo();
const paypal = await startSlowPayPal();
await createContractTables(dynamo.client, 'bench');
await abandon(dynamo);
const child = spawn(process.execPath, [path.join(import.meta.dirname, 'sweep-run.ts'), dynamo.endpoint, paypal.url], {
  stdio: ['pipe', 'pipe', 'inherit'],
});
let release = () => {};
for await (const line of createInterface({ input: child.stdout })) {
  if (line === 'ready') {
    release = hold(child);
    child.stdin.write('go\n');
    continue;
  }
  release();
  const { counts, seconds, cpuSeconds } = JSON.parse(line) as { counts: object; seconds: number; cpuSeconds: number };
  const done = paypal.calls.reads;
  process.stdout.write(
    `${done} reads of ${readMs} ms in ${seconds.toFixed(1)} s at ${share.toFixed(2)} vCPU: ` +
      `${(done / seconds).toFixed(1)} reads/s, ${((cpuSeconds * 1000) / done).toFixed(1)} ms CPU each; ${JSON.stringify(counts)}\n` +
      `a run of 150 s does ${Math.floor((150 * done) / seconds)}; 300,000 abandoned orders a day need 2,083 in five minutes\n`,
  );
}
paypal.close();
await dynamo.close();
