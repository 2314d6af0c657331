/** How programme time follows real time: `anchorAt + (real - anchorRealAt) x scale`. All instants are ms since 1970, UTC. */
export interface ClockMapping {
  readonly anchorAt: number;
  readonly anchorRealAt: number;
  /** Programme milliseconds a real millisecond; 1 is real time, 57,600 makes a day last 1.5 s, 0 stands until it is moved. */
  readonly scale: number;
}

/** The scale of a clock that stands until it is moved. */
export const stepped = 0;

/** Real time as a mapping. */
export const realTime: ClockMapping = { anchorAt: 0, anchorRealAt: 0, scale: 1 };

/** The programme instant at a real instant. */
export function programmeInstant(mapping: ClockMapping, realMs: number): number {
  if (mapping.scale === 1 && mapping.anchorAt === mapping.anchorRealAt) return realMs;
  return Math.round(mapping.anchorAt + (realMs - mapping.anchorRealAt) * mapping.scale);
}
