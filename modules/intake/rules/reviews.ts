/** The event by which a decided case comes back to the story that waits for it. */
export const decidedEventType = 'review.decided';

/** What it says. */
export interface Decided {
  readonly caseId: string;
  readonly subject: string;
  readonly approved: boolean;
  readonly note: string;
}
