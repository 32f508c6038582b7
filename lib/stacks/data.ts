import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Context } from '../../functions/kit/contract/contract.ts';
import { ContextTable } from '../constructs/context-table.ts';
import { MailIdentity } from '../constructs/mail-identity.ts';
import { ReplicatedTable } from '../constructs/replicated-table.ts';
import { StageKey } from '../constructs/stage-key.ts';
import { userPools } from '../constructs/user-pools.ts';
import { region, type Stage } from '../stages.ts';
import { tablesOf } from '../plans/tables.ts';

/** Everything that must outlive a deployment: tables, keys, the sending domain. It refers to no other stack. */
export class DataStack extends Stack {
  constructor(scope: Construct, stage: Stage, contexts: readonly Context[]) {
    super(scope, `candor-${stage.name}-data`, {
      description: `Candor ${stage.name}: what is kept`,
      env: { region },
      terminationProtection: stage.terminationProtection,
    });
    for (const table of tablesOf(contexts))
      if (stage.replicaRegion !== undefined && table.spec.holds === 'person-keys')
        new ReplicatedTable(this, stage.name, table, stage.replicaRegion);
      else new ContextTable(this, stage.name, table);
    new StageKey(this, stage.name);
    userPools(this, stage);
    new MailIdentity(this, 'MailIdentity', stage.mailFrom);
    new MailIdentity(this, 'NewsIdentity', stage.newsFrom);
  }
}
