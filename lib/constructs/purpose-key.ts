import { Aws, CfnOutput, RemovalPolicy } from 'aws-cdk-lib';
import { CfnAlias, CfnKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { keyAlias } from '../../functions/kit/contract/contract.ts';
import { keyExport, pascalCase } from '../plans/tables.ts';

/** Leaves it to IAM who may use the key; without it nobody could ever change the key's policy again. */
const accountPolicy = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${Aws.ACCOUNT_ID}:root` },
      Action: 'kms:*',
      Resource: '*',
    },
  ],
};

/** The KMS key that wraps the data keys of one purpose, with its alias; rotated yearly, kept when its stack goes. */
export class PurposeKey extends CfnKey {
  constructor(scope: Construct, stage: string, purpose: string) {
    const id = `${pascalCase(purpose)}Key`;
    super(scope, id, {
      description: `Wraps the data keys for ${purpose} in stage ${stage}`,
      enableKeyRotation: true,
      keyPolicy: accountPolicy,
    });
    this.applyRemovalPolicy(RemovalPolicy.RETAIN);
    const alias = new CfnAlias(scope, `${id}Alias`, { aliasName: keyAlias(stage, purpose), targetKeyId: this.ref });
    alias.applyRemovalPolicy(RemovalPolicy.RETAIN);
    new CfnOutput(scope, `${id}Arn`, { value: this.attrArn, exportName: keyExport(stage, purpose) });
  }
}
