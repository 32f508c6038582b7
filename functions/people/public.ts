export { newPerson, newPersonSealing, type NewPerson } from './new-person.ts';
export { emailOf, contactOf, contactWrite, emailWrites, type Changed, type KnownContact } from './contact.ts';
export { personsAt, mailboxHash, referenceHash } from './look-up.ts';
export { sealFor, openFor } from './sealing.ts';
export { eraseWrites, forgetWrites, journalWrite, journalFrom, replayEntry, type JournalEntry } from './journal.ts';
export { personsFrom, rehashLookups, type KnownPerson } from './upkeep.ts';
export type { Contact, ContactChanges, MailingAddress, PersonKind, Source } from './domain.ts';
