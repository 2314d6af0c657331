/** Bytes of a text in UTF-8: 1,400,000 Chinese characters are 4.2 MB. */
export function utf8Bytes(text: string): number {
  let bytes = text.length;
  for (let place = 0; place < text.length; place++) {
    const code = text.charCodeAt(place);
    if (code < 0x80) continue;
    // Each half of a surrogate pair stands for two of its four bytes.
    bytes += code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 1 : 2;
  }
  return bytes;
}
