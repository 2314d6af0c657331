/** The zone that a word of a journey means for a member. */
export function zoneMeant(
  word: string | undefined,
  programmeZone: string,
  memberZone: string | null | undefined,
): string {
  if (word === undefined || word === 'member') return memberZone ?? programmeZone;
  return word === 'programme' ? programmeZone : word;
}
