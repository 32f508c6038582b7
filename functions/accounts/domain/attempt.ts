/** What a confirmation is judged by: the sign-up that the code is of, and what came with the code. */
export type Confirmation = {
  /** The browser that signed up, and the one that confirms where it says which it is. */
  attempt: string | undefined;
  shown: string | undefined;
  isFromBrowser: boolean;
  /** Whether the sign-up took the place of one from another browser. */
  contested: boolean;
};

/**
 * Returns whether a code may make the password of its sign-up valid. The code proves the mailbox; it does not prove who chose the
 * password, since whoever knows the address can sign up for it. The browser that chose it does. Where only one browser signed
 * up, its owner may confirm with another one; and a program that is no browser keeps no cookies that it could show.
 */
export const mayConfirm = ({ attempt, shown, isFromBrowser, contested }: Confirmation): boolean =>
  shown === undefined ? !(contested && isFromBrowser) : shown === attempt;
