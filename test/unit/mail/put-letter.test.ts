import { unmarshall } from '@aws-sdk/util-dynamodb';
import { letterWrite } from '../../../functions/mail/public.ts';
import { receiptData } from '../../builders/letters.ts';

const ports = { table: (name: string) => `t-${name}` };
const receipt = {
  id: 'receipt:o1',
  class: 'transactional',
  template: 'receipt',
  to: 'person-1',
  data: receiptData,
  at: new Date('2026-07-23T14:06:00Z'),
} as const;
const rowOf = (written: ReturnType<typeof letterWrite>) => unmarshall(written.Put.Item!);

describe('a letter put into the outbox', () => {
  it('waits for the stream two minutes, stays 90 days, and is refused when its id is taken', () => {
    const written = letterWrite(receipt, ports);
    const at = receipt.at.getTime() / 1000;
    expect(written.Put?.TableName).toBe('t-mail.outbox');
    expect(written.Put?.ConditionExpression).toBe('attribute_not_exists(id)');
    expect(rowOf(written)).toMatchObject({
      id: 'receipt:o1', state: 'pending', waiting: 'y', checkAt: at + 120, expiresAt: at + 90 * 86_400, attempts: 0,
    }); // prettier-ignore
  });

  it('drops what its template does not declare', () => {
    const [line] = receiptData.lines;
    const data = { ...receiptData, email: 'ann@example.com', lines: [{ ...line!, pin: '1234' }] };
    const row = JSON.stringify(rowOf(letterWrite({ ...receipt, data }, ports)));
    expect(row).not.toContain('ann@example.com');
    expect(row).not.toContain('1234');
  });

  it('refuses an address where a person is meant', () => {
    expect(() => letterWrite({ ...receipt, to: 'ann@example.com' }, ports)).toThrow();
  });

  it('refuses data of another form', () => {
    expect(() => letterWrite({ ...receipt, data: { ...receiptData, lines: [] } }, ports)).toThrow();
    expect(() => letterWrite({ ...receipt, data: { ...receiptData, placedAt: 'yesterday' } }, ports)).toThrow();
  });
});
