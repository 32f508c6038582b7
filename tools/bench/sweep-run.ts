import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { inWorker, paypalClient } from '../../functions/paypal/client.ts';
import { sweep } from '../../functions/payments/sweep.ts';
import { localAccess } from '../../test/harness/dynamodb.ts';
import { testPorts } from '../../test/harness/ports.ts';

/** The process that is held to a share of a CPU: waits for a line, runs one sweep, and prints what it came to. */
const [dynamodb = '', apiBase = ''] = process.argv.slice(2);
const dynamo = new DynamoDBClient({ endpoint: dynamodb, ...localAccess });
const account = { clientId: 'client', clientSecret: 'secret', webhookId: 'WH', merchantId: 'MERCHANT1' };
const ports = testPorts({ dynamo, stage: 'bench', fetch, secrets: { paypal: account } });

process.stdout.write('ready\n');
process.stdin.once('data', () => {
  const [begun, cpu] = [performance.now(), process.cpuUsage()];
  void sweep({ ...ports, paypal: paypalClient({ ...ports, apiBase }, inWorker) }).then((counts) => {
    const { user, system } = process.cpuUsage(cpu);
    const seconds = (performance.now() - begun) / 1000;
    process.stdout.write(`${JSON.stringify({ counts, seconds, cpuSeconds: (user + system) / 1e6 })}\n`);
    process.exit(0);
  });
});
