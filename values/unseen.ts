/** Characters that nobody sees: zero-width, bidi and format characters, fillers, selectors. Two texts may differ in them alone. */
const unseen = /[\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/gu;

/** Of scripts that need no joiners: Persian and Indic words are misspelt without them, emoji fall apart. */
const joinless = /[\p{ASCII}\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Han}]/u;
const joinable = /[\p{L}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f]/u;
const pictograph = /\p{Extended_Pictographic}$/u;

/** The text without the characters that nobody sees. */
export function withoutUnseen(text: string): string {
  return text.replace(unseen, '');
}

/** True for an id without blanks, control characters, what nobody sees and lost characters: two ids that look alike are one. */
export function isPlainId(text: string): boolean {
  return !/[\s\p{C}\p{Default_Ignorable_Code_Point}\u2800\ufffd]/u.test(text);
}

/** A name as it looks: without what nobody sees, but with the joiners that its script is spelt with. */
export function seenName(name: string): string {
  const text = name.normalize('NFC');
  return text.replace(unseen, (character, place: number) => {
    // A character is two places at most.
    const before = [...text.slice(Math.max(0, place - 2), place)].at(-1);
    const [after] = text.slice(place + 1, place + 3);
    if (character === '\ufe0f') return pictograph.test(before ?? '') ? character : '';
    const isJoiner = character === '\u200c' || character === '\u200d';
    return isJoiner && joins(before) && joins(after) ? character : '';
  });
}

const joins = (character: string | undefined) =>
  character !== undefined && joinable.test(character) && !joinless.test(character);
