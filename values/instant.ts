/** Milliseconds since 1970, UTC, on the programme clock. */
export type Instant = number;
