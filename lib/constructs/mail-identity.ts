import { CfnOutput, RemovalPolicy } from 'aws-cdk-lib';
import { CfnEmailIdentity } from 'aws-cdk-lib/aws-ses';
import type { Construct } from 'constructs';
import { mailDomain } from '../plans/grants.ts';

/**
 * The domain that mail is sent from. SES signs for it (DKIM) as soon as the three CNAME records of the outputs stand in
 * the domain's DNS; until then it sends nothing.
 */
export class MailIdentity extends CfnEmailIdentity {
  constructor(scope: Construct, mailFrom: string) {
    super(scope, 'MailIdentity', { emailIdentity: mailDomain(mailFrom) });
    this.applyRemovalPolicy(RemovalPolicy.RETAIN);
    const records = [
      [this.attrDkimDnsTokenName1, this.attrDkimDnsTokenValue1],
      [this.attrDkimDnsTokenName2, this.attrDkimDnsTokenValue2],
      [this.attrDkimDnsTokenName3, this.attrDkimDnsTokenValue3],
    ];
    records.forEach(([name, value], at) => {
      new CfnOutput(scope, `DkimRecord${at + 1}`, { value: `${name} CNAME ${value}` });
    });
  }
}
