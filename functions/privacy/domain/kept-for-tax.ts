/** What stays when a person is erased, and why: a list for them to read. It is the same for everybody. */
export const keptForTax = [
  {
    what: 'The lines, amounts and times of orders, without the person: their buyer is an id that leads to nobody.',
    why: 'Tax law: books are kept for ten years.',
    days: 3653,
  },
  {
    what: 'What PayPal holds on your payments.',
    why: 'PayPal collected it from you itself, under its own privacy policy; ask there.',
    days: null,
  },
  {
    what: 'A keyed hash of the mailbox in the journal of erasures, and in that of opt-outs if there was one.',
    why: 'A restored backup must be told not to write to you.',
    days: null,
  },
] as const;
