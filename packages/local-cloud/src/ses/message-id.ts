/** A Message-ID header with the lines that it goes on over. */
const theirs = /^message-id:.*(?:\r?\n[\t ].*)*\r?\n/gim;

/** The mail as SES sends it on: with a Message-ID made of the id that SES gave, whatever it had before. */
export const withMessageId = (raw: Buffer, id: string): Buffer => {
  const source = raw.toString('latin1');
  const end = /\r?\n\r?\n/.exec(source)?.index ?? source.length;
  const headers = `${source.slice(0, end)}\r\n`.replace(theirs, '').replace(/\r\n$/, '');
  return Buffer.from(`Message-ID: <${id}@email.amazonses.com>\r\n${headers}${source.slice(end)}`, 'latin1');
};
