import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createOutput } from './output.ts';
import { visibleText } from './visible-text.ts';

describe('Text from data on a terminal', () => {
  it('is shown with its escapes written out', () => {
    expect(visibleText('\u001b]0;owned\u0007Anna\u001b[2J')).toBe('\\u001b]0;owned\\u0007Anna\\u001b[2J');
    expect(visibleText('a\u009b31mb\rc\u202etxt')).toBe('a\\u009b31mb\\u000dc\\u202etxt');
  });

  it('keeps lines, tabs and every script', () => {
    const text = 'Grüße, 你好 🎁\n\tשלום\r\nend';
    expect(visibleText(text)).toBe(text);
  });

  it('holds nothing that a terminal obeys, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        // eslint-disable-next-line no-control-regex
        expect(visibleText(text)).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/);
      }),
    );
  });

  it('has the colours that a command paints and none that data bring', () => {
    const { FORCE_COLOR, NO_COLOR } = process.env;
    process.env.FORCE_COLOR = '1';
    delete process.env.NO_COLOR;
    try {
      const out = createOutput({});
      const said = written(() => out.result({}, () => `${out.paint('red', 'Anna\u001b[2J')} \u001b[32mBen`));
      expect(said).toBe('\u001b[31mAnna\\u001b[2J\u001b[39m \\u001b[32mBen\n');
    } finally {
      Object.assign(process.env, { FORCE_COLOR, NO_COLOR });
      if (FORCE_COLOR === undefined) delete process.env.FORCE_COLOR;
      if (NO_COLOR === undefined) delete process.env.NO_COLOR;
    }
  });

  it('is the same for a program that reads JSON, and harmless to look at', () => {
    const said = written(() => createOutput({ json: true }).result({ name: 'a\u009b31mb\u007f' }, () => ''));
    expect(said).toContain('a\\u009b31mb\\u007f');
    expect(JSON.parse(said)).toEqual({ name: 'a\u009b31mb\u007f' });
  });
});

function written(work: () => void): string {
  const { write } = process.stdout;
  let said = '';
  process.stdout.write = (text: string) => {
    said += text;
    return true;
  };
  try {
    work();
  } finally {
    process.stdout.write = write;
  }
  return said;
}
