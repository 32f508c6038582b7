/** Returns the text of the part `input` of a form of several parts; nothing when it has none. */
export const inputOf = (raw: string, contentType: string): string => {
  const [, quoted, plain] = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined) return '';
  for (const part of raw.split(`--${boundary}`)) {
    const [head = '', ...rest] = part.split('\r\n\r\n');
    if (/name="input"/i.test(head)) return rest.join('\r\n\r\n').replace(/\r\n$/, '');
  }
  return '';
};
