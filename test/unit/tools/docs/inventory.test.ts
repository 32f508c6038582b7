import { context } from '../../../../functions/kit/contract/contract.ts';
import { inventoryOf } from '../../../../tools/docs/inventory.ts';

const letters = context('letters', {
  tables: {
    box: {
      key: 'id',
      holds: 'personal-data',
      stream: 'new',
      why: 'What is written.',
      kept: { days: 90, after: 'it was sent', why: 'somebody asks' },
      fields: { pseudonym: 'id to', sealed: 'text' },
    },
  },
  offers: { put: [{ box: ['PutItem'] }] },
  workers: {
    send: { on: { stream: 'box', where: [] }, summary: 'Sends', timeout: 30, uses: [] },
    fill: { on: { every: '5 minutes' }, summary: 'Fills', timeout: 30, uses: ['letters.put'] },
    look: { on: { every: '5 minutes' }, summary: 'Looks', timeout: 30, uses: [{ box: ['Query'] }] },
  },
});

describe('the data inventory', () => {
  const made = inventoryOf([letters]);

  it('says of a table why it is there, how long its rows are kept, and what is sealed in it', () => {
    expect(made).toContain('### `letters.box`: personal-data');
    expect(made).toContain('| why | What is written. |');
    expect(made).toContain('| kept | 90 days after it was sent: somebody asks |');
    expect(made).toContain('| sealed | `text` |');
    expect(made).not.toContain('keyed or one-way hashes |');
  });

  it('names who reads it, by a stream too, and nobody who only writes', () => {
    expect(made).toContain('| read by | `letters-send`, `letters-look` |');
  });
});
