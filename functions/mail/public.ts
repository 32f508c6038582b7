export { letterWrite, type NewLetter } from './letter-write.ts';
export { sealForLetter, letterField } from './letter-field.ts';
export { readLetters, type LetterNote } from './letters.ts';
export { textWrite, type NewText } from './texts.ts';
export { pageWrite, type NewPage } from './pages.ts';
export { mailSwitch, switchMail, type MailSwitch, type SwitchId, type SwitchState } from './switches.ts';
