/** The head of a log at a size (C2SP tlog-checkpoint): the log's name, how many leaves it has, and the root of their tree. */
export type Checkpoint = { origin: string; size: number; root: Uint8Array };

/** Returns the text of a checkpoint: three lines. */
export const checkpointText = ({ origin, size, root }: Checkpoint): string =>
  `${origin}\n${size}\n${Buffer.from(root).toString('base64')}\n`;

const form = /^([^\s+]+)\n(0|[1-9]\d{0,14})\n([A-Za-z0-9+/]{43}=)\n/;

/** Returns the checkpoint in a text; undefined for any other text. Extension lines are allowed and left out. */
export const parseCheckpoint = (text: string): Checkpoint | undefined => {
  const [, origin, size, root] = form.exec(text) ?? [];
  return origin && size && root ? { origin, size: Number(size), root: Buffer.from(root, 'base64') } : undefined;
};
