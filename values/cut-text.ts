/** The beginning of a text, at most so long; no character is cut in half, for PostgreSQL holds no half of one. */
export function cutText(text: string, lengthMax: number): string {
  const cut = text.slice(0, lengthMax);
  return cut.length < text.length ? cut.replace(/\p{Surrogate}$/u, '') : cut;
}
