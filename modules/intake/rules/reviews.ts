/** The event by which a decided case comes back to the story that waits for it. */
export const decidedEventType = 'review.decided';
