/** The revision that `If-Match` names; undefined where the header is missing, or lets any stand. */
export function readRevision(ifMatch: string | undefined): string | undefined {
  const tag = ifMatch?.trim();
  return tag === undefined || tag === '*' ? undefined : tag.replace(/^"(.*)"$/, '$1');
}
