import type { Access } from '../aws/access.ts';
import type { LambdaFunction } from '../template/cloud.ts';
import { region } from '../template/identity.ts';

/** Returns a function's whole environment: what its template gives it, what Lambda sets, and the addresses of the local services. */
export const environmentOf = (
  { name, memoryMegabytes, code, handler, environment }: LambdaFunction,
  addresses: Readonly<Record<string, string>>,
  access: Pick<Access, 'keyOf'>,
): Record<string, string> => {
  const { accessKeyId, secretAccessKey } = access.keyOf(accessKeyOf(name));
  return {
    ...environment,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMegabytes),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    LAMBDA_TASK_ROOT: code,
    _HANDLER: handler,
    TZ: ':UTC',
    LANG: 'en_US.UTF-8',
    ...addresses,
  };
};

/**
 * Returns the id of a function's access key: its name, in the letters and digits that DynamoDB Local takes. Every request is signed
 * with it, so that whoever sees the requests can tell which function called.
 */
export const accessKeyOf = (functionName: string): string => functionName.replace(/[^A-Za-z0-9]/g, '');
