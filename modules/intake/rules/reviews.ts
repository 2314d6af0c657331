/** The event by which a decided case comes back to the story that waits for it. */
export const decidedEventType = 'review.decided';

/** What a case of a journey's is about: its question is in the reasons, and whose it is to decide in the facts. */
export const journeySubject = 'journey';
