import { spawn, type ChildProcess } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { startPaypal } from '../../src/server.ts';
import { orderRequest } from '../builders/requests.ts';
import { client, credentials, requestId } from '../harness/client.ts';
import { startReceiver } from '../harness/receiver.ts';
import { folderForTests, shopForTests } from '../harness/shop.ts';
import { until } from '../harness/until.ts';

const server = join(import.meta.dirname, '../../src/server.ts');

/** The stand-in in a process of its own, so that it can be killed. */
const startProcess = async (settings: object): Promise<{ child: ChildProcess; url: string; anchorsPem: string }> => {
  const program = `
    const { startPaypal } = await import(${JSON.stringify(server)});
    const { url, anchorsPem } = await startPaypal(${JSON.stringify(settings)});
    console.log(JSON.stringify({ url, anchorsPem }));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const line = await new Promise<string>((resolve) =>
    child.stdout.once('data', (data: Buffer) => resolve(data.toString())),
  );
  return { child, ...(JSON.parse(line) as { url: string; anchorsPem: string }) };
};

const kill = async (child: ChildProcess): Promise<void> => {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
};

describe('the PayPal stand-in, killed and started again', () => {
  const dir = folderForTests();

  it('still knows its orders, captures, refunds, request ids, tokens and certificates, and delivers what was undelivered', async () => {
    let open = false;
    const receiver = await startReceiver(() => (open ? 200 : 503));
    const settings = { port: 0, dir, webhookUrl: receiver.url, ...credentials };
    let paypal = await startProcess(settings);
    const shop = client(() => paypal.url);
    const created = await shop.create(orderRequest(), requestId('create-1'));
    const { orderId, captureId } = await shop.paid();
    const refund = (await shop.refund(captureId)).body;
    await kill(paypal.child);

    const before = paypal.anchorsPem;
    paypal = await startProcess(settings);
    expect(paypal.anchorsPem).toBe(before);
    const again = await shop.create(orderRequest(), requestId('create-1'));
    expect(again.body).toEqual(created.body);
    expect((await shop.readOrder(orderId)).body.status).toBe('COMPLETED');
    expect((await shop.readCapture(captureId)).body.status).toBe('REFUNDED');
    expect((await shop.readRefund(refund.id)).status).toBe(200);
    open = true;
    receiver.received.length = 0;
    const expected = ['CHECKOUT.ORDER.APPROVED', 'PAYMENT.CAPTURE.COMPLETED', 'PAYMENT.CAPTURE.REFUNDED'];
    await until(() => receiver.received.length >= 3);
    expect(receiver.types().sort()).toEqual(expected);
    await kill(paypal.child);
    await receiver.close();
  });
});

describe('the PayPal stand-in', () => {
  const shop = shopForTests();

  it('keeps its keys and its state from other users', () => {
    for (const file of ['signing.json', 'state.jsonl']) expect(statSync(join(shop.dir, file)).mode & 0o777).toBe(0o600);
  });

  it('rejects when its port is taken', async () => {
    const port = Number(new URL(shop.paypal.url).port);
    const settings = { port, dir: shop.dir, webhookUrl: shop.receiver.url, ...credentials };
    await expect(startPaypal(settings)).rejects.toThrow(`Port ${port} is in use`);
  });
});
