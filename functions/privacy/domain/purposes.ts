/** What is held of somebody, what for and for how long: a list for them to read. The data inventory says it of every attribute. */
export const purposes = [
  {
    what: 'Name, address of mail, mailing address, telephone, country, as far as they gave them',
    why: 'Mail about orders, signing in, finding what is theirs',
    kept: 'Until they are erased; of a buyer without an account for half a year after the last order, or as long as they get news',
  },
  {
    what: 'Orders: what was bought, for how much, and what became of it',
    why: 'Delivery, and the books that tax law asks for',
    kept: 'Ten years',
  },
  {
    what: 'The choice on marketing mail, and the hashes of the notice and the policy that were shown',
    why: 'Proof of what was agreed',
    kept: 'As long as the order',
  },
  {
    what: "A saved payment method: PayPal's reference, sealed, with the consent that was given and the order it came with",
    why: 'Paying later orders in one step, at your wish',
    kept: 'Until you remove it, here or at PayPal, or are erased',
  },
  {
    what: 'What was said of news by mail: yes or no to each topic, when, where, and next to which text; and why some mail does not come',
    why: 'Proof of a yes, and that a no is kept',
    kept: 'For good, under a keyed hash of the mailbox that leads to nobody once the person is erased',
  },
  {
    what: 'PINs, sealed; they are on the page of their order and not in this export',
    why: 'They were bought',
    kept: 'As long as the order',
  },
  { what: 'Letters that were sent: about what, when, and whether they went out', why: 'Support', kept: '90 days' },
  {
    what: 'Who of the staff looked, at which fields, when and why',
    why: 'Proof for the person',
    kept: 'Two years',
  },
  { what: 'Privacy requests and what became of them', why: 'Proof that they were answered', kept: 'Three years' },
  {
    what: 'Technical records that name an order or a request and no person: carts, repeated requests, notices of PayPal',
    why: 'That nothing is done twice',
    kept: '30 to 45 days',
  },
] as const;

/** Who else holds something, because they do a part of the work. */
export const elsewhere = [
  { who: 'PayPal', what: 'What was entered there for the payment, under its own privacy policy' },
  {
    who: 'Amazon Web Services',
    what: 'All of the above in our name, encrypted; of a customer the address for signing in',
  },
] as const;
