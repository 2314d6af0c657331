import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { delimiterOf, readCsv } from './csv-rows.ts';
import type { FileRow } from './file-row.ts';
import type { LinePage } from './lines.ts';

/** The rows of a text that arrives in pages of so many lines. */
async function rowsOf(text: string, pageLines = 3): Promise<FileRow[]> {
  const lines = text.split('\n');
  async function* pages(): AsyncGenerator<LinePage> {
    await Promise.resolve();
    for (let from = 0; from < lines.length; from += pageLines)
      yield { first: from + 1, texts: lines.slice(from, from + pageLines) };
  }
  const rows: FileRow[] = [];
  for await (const page of readCsv(pages(), ',')) rows.push(...page);
  return rows;
}

/** Whole rows, rows over two lines, and what damages them. */
const pieces = fc.array(
  fc.constantFrom('1,2,3\n', '1,"a\nb",3\n', '4,5,"c\n', 'd"\n', 'a', ',', '"', '\n', ' ', '""', '\n"', '",'),
  { maxLength: 40 },
);
const hasContent = (line: string) => line.replace(/[, ]/g, '') !== '';

describe('the rows of a CSV file', () => {
  it('hold every line of it once, however its quotes are damaged and wherever its pages end', async () => {
    const anyFile = fc.tuple(pieces, fc.integer({ min: 1, max: 5 }));
    await fc.assert(
      fc.asyncProperty(anyFile, async ([parts, pageLines]) => {
        const text = `h,i,j\n${parts.join('')}`;
        const rows = await rowsOf(text, pageLines);
        const held = rows.flatMap((row) => row.text.split('\n'));
        expect(held.filter(hasContent)).toEqual(text.split('\n').filter(hasContent));
        expect(rows.every(({ line, text: own }) => text.split('\n')[line - 1] === own.split('\n')[0])).toBe(true);
        expect(rows.every(({ cells, problem }) => (cells === null) !== (problem === undefined))).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('are the cells that were written, whatever stands in them', async () => {
    const cell = fc.string({ unit: fc.constantFrom('x', 'é', '张', '"', ',', '\n', ' ', ';'), maxLength: 12 });
    const table = fc.array(fc.tuple(fc.constant('id'), cell, cell), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 1, max: 4 }), async (records, pageLines) => {
        const written = stringify([['h', 'i', 'j'], ...records]);
        const rows = await rowsOf(written.replace(/\n$/, ''), pageLines);
        expect(rows.slice(1).map(({ cells }) => cells)).toEqual(records);
      }),
      { numRuns: 1_000 },
    );
  });

  it('go on behind a quote that is never closed', async () => {
    const many = Array.from({ length: 5_000 }, (_, n) => `${n},b,a cell of a usual length`).join('\n');
    const rows = await rowsOf(`h,i,j\n1,"open,2\n${many}`, 400);
    expect(rows).toHaveLength(5_002);
    expect(rows[1]).toMatchObject({
      line: 2,
      text: '1,"open,2',
      cells: null,
      problem: 'opens a quote that is not closed',
    });
  });

  it('may be cut by any sign, which the header tells', () => {
    expect(['a;b;c', 'a\tb', 'a|b,c|d', '"x,y,z";b', 'sep=;'].map(delimiterOf)).toEqual([';', '\t', '|', ';', ';']);
  });
});
