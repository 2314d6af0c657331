/** Text as PostgreSQL can hold it: NUL and halves of a character become the replacement character. */
export function storableText(text: string): string {
  return text.replaceAll(/[\0\p{Surrogate}]/gu, '\ufffd');
}
