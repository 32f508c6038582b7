import { startDynamo } from '../../src/dynamodb/start-dynamo.ts';

/** A process of its own that holds a DynamoDB Local in the folder named, until it is killed. */
const [dir] = process.argv.slice(2);
const dynamo = await startDynamo({ port: 0, ...(dir !== undefined && { dir }) });
console.log(dynamo.url);
