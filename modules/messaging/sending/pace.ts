/** How many messages are marked as on their way at once. */
export interface Pace {
  /** Of the next group. */
  groupSize(): number;
  /** Notes how long a connection took for so many mails. */
  note(mails: number, ms: number): void;
}

/** A group is what a connection sends in this time: no more is marked than is gone soon, and a crash leaves no more in doubt. */
const groupMs = 500;
/** What is not known is taken for a mail in so many milliseconds. */
const firstMailMs = 250;
/** What a new measurement counts beside those before it. */
const share = 0.3;

/** Groups of `max` messages at most, as small as one where the server is slow. */
export function createPace(max: number): Pace {
  let mailMs = firstMailMs;
  return {
    groupSize: () => Math.max(1, Math.min(max, Math.floor(groupMs / mailMs))),
    note: (mails, ms) => {
      // Slow is believed at once.
      const measured = ms / mails;
      mailMs = measured > mailMs ? measured : mailMs + share * (measured - mailMs);
    },
  };
}
