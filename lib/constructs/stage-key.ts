import { Aws, CfnOutput, RemovalPolicy } from 'aws-cdk-lib';
import { CfnAlias, CfnKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { keyAlias } from '../../functions/kit/contract/names.ts';
import { keyExport } from '../plans/tables.ts';

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

/** Days between rotations: each adds a dollar a month for good, up to the second. */
const rotation = 1095;

/**
 * The one KMS key of a stage, with its alias: it wraps data keys and nothing else. Roles may use it for the purposes that they
 * name. Rotated every three years, kept when its stack goes.
 */
export class StageKey extends CfnKey {
  constructor(scope: Construct, stage: string) {
    const id = 'DataKey';
    super(scope, id, {
      description: `Wraps the data keys of stage ${stage}`,
      enableKeyRotation: true,
      rotationPeriodInDays: rotation,
      keyPolicy: accountPolicy,
    });
    this.applyRemovalPolicy(RemovalPolicy.RETAIN);
    const alias = new CfnAlias(scope, `${id}Alias`, { aliasName: keyAlias(stage), targetKeyId: this.ref });
    alias.applyRemovalPolicy(RemovalPolicy.RETAIN);
    new CfnOutput(scope, `${id}Arn`, { value: this.attrArn, exportName: keyExport(stage) });
  }
}
