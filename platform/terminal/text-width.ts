import { stripVTControlCharacters } from 'node:util';

const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/u;

/** Columns a text takes on a terminal: Chinese characters take two, colours none. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of stripVTControlCharacters(text)) width += wide.test(character) ? 2 : 1;
  return width;
}

/** The text filled up with spaces to a width. */
export function pad(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const gap = ' '.repeat(Math.max(0, width - textWidth(text)));
  return align === 'left' ? text + gap : gap + text;
}

/**
 * The text in lines of at most `width` columns, broken at spaces and between Chinese characters where it can be. Control
 * characters become spaces: a mail server's answer must not move the cursor.
 */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.replace(/\p{Cc}+/gu, ' ').split(' ')) {
    for (const [place, piece] of piecesOf(word).entries()) {
      const joined = line === '' || place > 0 ? line + piece : `${line} ${piece}`;
      if (line !== '' && textWidth(joined) > width) {
        lines.push(line);
        line = piece;
      } else line = joined;
    }
  }
  return [...lines, line];
}

/** No line begins with what closes, and none ends with what opens. */
const closing = /^[，。、；：！？）》”’]/;
const opening = /[（《“‘]$/;

/** The parts of a word between which a line may end: one character each, of Chinese text. */
function piecesOf(word: string): string[] {
  const pieces: string[] = [];
  let [last, lastIsWide] = ['', false];
  for (const character of word) {
    const isWide = wide.test(character);
    const together = (!isWide && !lastIsWide) || closing.test(character) || opening.test(last);
    if (last !== '' && together) last += character;
    else {
      if (last !== '') pieces.push(last);
      last = character;
    }
    lastIsWide = isWide;
  }
  return [...pieces, last];
}
