import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvRecord } from './csv.ts';

describe('A record of CSV', () => {
  it('quotes what has to be quoted and ends its line as RFC 4180 says', () => {
    expect(csvRecord(['a', 'b,c', 'say "yes"', 'two\nlines', null, 5, -5, true, new Date(0)])).toBe(
      'a,"b,c","say ""yes""","two\nlines",,5,-5,true,1970-01-01T00:00:00.000Z\r\n',
    );
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1'])('keeps %j from being a formula', (text) => {
    expect(csvRecord([text])).toContain(`'${text}`);
  });

  it('is read back as it was written, whatever stood in it', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.string().filter((text) => !/^[=+\-@\t\r]/.test(text)),
          { minLength: 2, maxLength: 5 },
        ),
        (cells) => {
          const read = parse(csvRecord(cells), { record_delimiter: '\r\n' });
          expect(read).toEqual([cells]);
        },
      ),
    );
  });
});
