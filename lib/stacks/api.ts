import { Aws, Fn, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { PoolName } from '../../functions/identity/contract.ts';
import type { Context } from '../../functions/kit/contract/contract.ts';
import { isSchedule, isStream, isTopic } from '../../functions/kit/contract/worker.ts';
import { acknowledgeApi } from '../acknowledgements.ts';
import { droppedAlarm, errorAlarm, failureAlarm, reputationAlarms, sweepAlarm } from '../constructs/alarms.ts';
import { ContextApi } from '../constructs/context-api.ts';
import { contextFunction } from '../constructs/context-function.ts';
import { FailureQueue } from '../constructs/failure-queue.ts';
import { MailEvents } from '../constructs/mail-events.ts';
import { invocations, schedule, streamSource } from '../constructs/triggers.ts';
import { functionsOf, type FunctionPlan } from '../plans/functions.ts';
import { failureGrant, grantsOf, streamGrant, type Grant, type Place } from '../plans/grants.ts';
import { region, type Stage } from '../stages.ts';
import { keyExport, pascalCase, poolExport, streamExport } from '../plans/tables.ts';

/** Folder of a function's bundle, by the function's name. */
export type CodeOf = (name: string) => string;

/** Everything that can be replaced at any time: API, functions, triggers. It names tables and imports ARNs. */
export class ApiStack extends Stack {
  readonly #stage: Stage;
  readonly #codeOf: CodeOf;
  readonly #failures: FailureQueue;
  readonly #mailEvents: MailEvents;

  constructor(scope: Construct, stage: Stage, contexts: readonly Context[], codeOf: CodeOf) {
    super(scope, `candor-${stage.name}-api`, {
      description: `Candor ${stage.name}: what is replaced`,
      env: { region },
    });
    this.#stage = stage;
    this.#codeOf = codeOf;
    this.#failures = new FailureQueue(this);
    this.#mailEvents = new MailEvents(this, stage.name);
    reputationAlarms(this);
    failureAlarm(this, this.#failures);
    errorAlarm(this, stage.name);
    const api = new ContextApi(this, stage);
    for (const plan of functionsOf(contexts)) {
      if (plan.on) this.#addWorker(plan, plan.on);
      else api.addRoutes(plan, this.#addFunction(plan, []));
    }
    acknowledgeApi(this, stage);
  }

  #addFunction(plan: FunctionPlan, more: readonly Grant[]) {
    const stage = this.#stage;
    const keyArn = Fn.importValue(keyExport(stage.name));
    const { name, mailFrom, newsFrom, sesSandbox } = stage;
    const poolArn = (pool: PoolName) => Fn.importValue(poolExport(name, pool));
    const poolArns = { customers: poolArn('customers'), staff: poolArn('staff') };
    const place: Place = { stage: name, account: Aws.ACCOUNT_ID, mailFrom, newsFrom, sesSandbox, keyArn, poolArns };
    const grants = [...grantsOf(plan.needs, place), ...more];
    const topicArn = plan.on && isTopic(plan.on) ? this.#mailEvents.topicArn : undefined;
    return contextFunction(this, plan, { stage, grants, code: this.#codeOf(plan.name), topicArn });
  }

  #addWorker(plan: FunctionPlan, on: NonNullable<FunctionPlan['on']>): void {
    const id = pascalCase(plan.name);
    if (!isStream(on)) {
      const worker = this.#addFunction(plan, []);
      if (isSchedule(on)) {
        schedule(this, id, on, worker);
        sweepAlarm(this, id, worker, on);
      } else {
        if (isTopic(on)) this.#mailEvents.subscribe(id, worker);
        invocations(this, id, worker);
        droppedAlarm(this, id, worker);
      }
      return;
    }
    const streamArn = Fn.importValue(streamExport(this.#stage.name, on.stream));
    const failureQueueArn = this.#failures.queueArn;
    const worker = this.#addFunction(plan, [streamGrant(streamArn), failureGrant(failureQueueArn)]);
    streamSource(this, id, { on, worker, streamArn, failureQueueArn });
  }
}
