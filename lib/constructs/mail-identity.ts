import { CfnOutput, RemovalPolicy } from 'aws-cdk-lib';
import { CfnEmailIdentity } from 'aws-cdk-lib/aws-ses';
import type { Construct } from 'constructs';
import { mailDomain } from '../plans/grants.ts';

/** The domains of a stage's mail: the outputs of the first were there before the second. */
const kinds = { MailIdentity: '', NewsIdentity: 'News' } as const;

/**
 * A domain that mail is sent from. SES signs for it (DKIM) as soon as the three CNAME records of the outputs stand in
 * the domain's DNS; until then it sends nothing. Bounces go to a domain below it, so that SPF aligns too; while that one has no
 * records, SES uses its own.
 */
export class MailIdentity extends CfnEmailIdentity {
  constructor(scope: Construct, id: keyof typeof kinds, from: string) {
    const domain = mailDomain(from);
    super(scope, id, {
      emailIdentity: domain,
      mailFromAttributes: { mailFromDomain: `bounce.${domain}`, behaviorOnMxFailure: 'USE_DEFAULT_VALUE' },
    });
    this.applyRemovalPolicy(RemovalPolicy.RETAIN);
    const records = [
      [this.attrDkimDnsTokenName1, this.attrDkimDnsTokenValue1],
      [this.attrDkimDnsTokenName2, this.attrDkimDnsTokenValue2],
      [this.attrDkimDnsTokenName3, this.attrDkimDnsTokenValue3],
    ];
    records.forEach(([name, value], at) => {
      new CfnOutput(scope, `${kinds[id]}DkimRecord${at + 1}`, { value: `${name} CNAME ${value}` });
    });
  }
}
