/** What a cohort may start from, as JSON in UTF-8: of the 2 MB that a payload may have. */
export const carriedBytesMax = 1_400_000;

/**
 * What one enrolment may take with it: an activity is handed it whole and answers it whole. 200 results of 4 kB fit; one whose
 * record grows past it ends as failed, which is told of in the timeline and counted, and delays nobody it travels with.
 */
export const enrolmentBytesMax = 1_000_000;

/** Why an enrolment of so many bytes can't be carried on; undefined when it can. */
export function tooLargeToCarry(bytes: number): string | undefined {
  if (bytes <= enrolmentBytesMax) return undefined;
  const inMb = (count: number) => `${(count / 1_000_000).toFixed(1)} MB`;
  return `its record has grown to ${inMb(bytes)}, more than the ${inMb(enrolmentBytesMax)} that a campaign carries for a member`;
}
