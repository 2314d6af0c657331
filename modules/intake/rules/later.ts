/** When something was said, and by which event. */
interface Said {
  readonly at: number;
  readonly id: string;
}

/** Whether one counts over the other: the later one and, of one instant, the longer id, as in e9 and e10; of one length, the greater. */
export function happenedLater(one: Said, other: Said): boolean {
  if (one.at !== other.at) return one.at > other.at;
  return one.id.length === other.id.length ? one.id > other.id : one.id.length > other.id.length;
}
