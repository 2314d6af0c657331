/** How programme time goes: with real time, or standing until it is moved. */
export type ClockKind = 'real' | 'stepped';
