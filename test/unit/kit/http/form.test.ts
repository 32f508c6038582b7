import fc from 'fast-check';
import { fieldsOf } from '../../../../functions/kit/http/form.ts';

const urlencoded = 'application/x-www-form-urlencoded';
const of = (text: string, contentType?: string) => fieldsOf(Buffer.from(text), contentType);
const lines = (...all: string[]): string => all.join('\r\n');

describe('the fields of a form', () => {
  it('are read urlencoded, also when nobody says so', () => {
    expect(of('List-Unsubscribe=One-Click', urlencoded)).toEqual({ 'List-Unsubscribe': ['One-Click'] });
    expect(of('topics=newsletter&topics=offers&x=%26+y')).toEqual({ topics: ['newsletter', 'offers'], x: ['& y'] });
    expect(of('')).toEqual({});
  });

  it('are read from a multipart body, with a quoted boundary too', () => {
    const body = lines(
      '--b1',
      'Content-Disposition: form-data; name="List-Unsubscribe"',
      '',
      'One-Click',
      '--b1',
      'Content-Disposition: form-data; name="file"; filename="a.txt"',
      'Content-Type: text/plain',
      '',
      'two',
      'lines',
      '--b1--',
      '',
    );
    const fields = { 'List-Unsubscribe': ['One-Click'], file: ['two\r\nlines'] };
    expect(of(body, 'multipart/form-data; boundary=b1')).toEqual(fields);
    expect(of(body, 'Multipart/Form-Data; charset=utf-8; boundary="b1"')).toEqual(fields);
  });

  it('are none where there is no boundary, or nothing of the form', () => {
    expect(of('--b1\r\n\r\nx', 'multipart/form-data')).toEqual({});
    expect(of('--b1\r\nno head\r\n\r\nx', 'multipart/form-data; boundary=b1')).toEqual({});
  });

  it('are those that a form was made of, whatever they say', async () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((each) => !/[\r\n"\0]/.test(each));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(text, text), { maxLength: 5 }), async (pairs) => {
        const form = new FormData();
        for (const [name, value] of pairs) form.append(name.toWellFormed(), value.toWellFormed());
        const made = new Response(form);
        const fields = fieldsOf(Buffer.from(await made.arrayBuffer()), made.headers.get('content-type') ?? '');
        const names = [...new Set([...form.keys()])];
        expect(Object.entries(fields)).toEqual(names.map((name) => [name, form.getAll(name)]));
      }),
    );
  });
});
