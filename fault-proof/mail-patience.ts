/** How late a slow mail server answers: longer than the lease of a message on a stepped clock, which is renewed meanwhile. */
export const slowMailMs = 5_000;
/** How long a worker of the proof waits for a mail server that never answers: a slow one is in time. */
export const mailPatienceMs = 8_000;
