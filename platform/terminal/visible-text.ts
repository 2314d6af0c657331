/**
 * What a terminal takes for an order: control characters but line breaks and tabs, and the marks that turn the direction of
 * what follows. A carriage return before a line break is part of it.
 */
// eslint-disable-next-line no-control-regex
const orders = /(?!\r\n)[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g;

/** The text with what a terminal would obey written out: data never move the cursor, change colours or set titles. */
export function visibleText(text: string): string {
  return text.replace(orders, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
