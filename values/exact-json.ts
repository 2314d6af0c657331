/** Sixteen digits are the shortest whole number that may be beyond what a number can hold. */
const longNumber = /\d{16}/;
/** A text, or a number outside of texts. */
const token = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** JSON whose whole numbers above 2^53 come as text, digit by digit: as numbers, ten ids would become one. */
export function parseExactly(text: string): unknown {
  return JSON.parse(longNumber.test(text) ? text.replace(token, exactToken) : text);
}

function exactToken(found: string): string {
  return /^-?\d+$/.test(found) && !Number.isSafeInteger(Number(found)) ? `"${found}"` : found;
}
