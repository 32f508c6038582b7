/** Anything that was started: how it is called, where it answers, and how it ends. */
export type Part = {
  name: string;
  url?: string;
  close: () => Promise<void> | void;
  /** Whether it has something to do that it has not begun, such as a webhook to deliver. */
  pending?: () => boolean;
  /** How long its end may take, in milliseconds; the next part is ended then all the same. */
  graceMs?: number;
};
