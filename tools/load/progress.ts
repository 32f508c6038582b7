import type { Progress } from './pins.ts';

const every = 2_000;

/**
 * Writes how far a load is and how fast it goes, a line every two seconds, so that a short load writes nothing; `now` in
 * milliseconds.
 */
export const progressOf = (name: string, write: (line: string) => void, now: () => number): Progress => {
  const begun = now();
  let lastTold = begun;
  return (done, of) => {
    const at = now();
    if (at - lastTold < every) return;
    lastTold = at;
    write(`${name}: ${done} of ${of}, ${Math.round((done * 1000) / (at - begun))} a second`);
  };
};
