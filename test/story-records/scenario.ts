import type { Instant } from '../../values/instant.ts';
import type { JsonObject } from '../../values/json.ts';
import type { Outcome } from '../../workflows/engine/story.ts';
import type { StepRequest } from '../support/virtual-cohort.ts';

/**
 * One run of a story for a member, the same at every run. Once recorded it stays as it is: what a released version asked for can
 * only be compared under the same settings, answers and events. What it leaves out becomes a scenario of its own.
 */
export interface Scenario {
  /** As they are stored with a campaign, every default written out: a new default is no change to campaigns that run. */
  readonly settings: object;
  readonly input?: JsonObject;
  readonly startsAt?: Instant;
  /** What comes of each step. */
  readonly answer: (request: StepRequest) => Outcome;
  readonly happens?: readonly MemberAct[];
}

/** Something the member does. */
export interface MemberAct {
  readonly at: Instant;
  readonly type: string;
  readonly data?: JsonObject;
}

export type Scenarios = Readonly<Record<string, Scenario>>;

export const applied = (data: JsonObject = {}): Outcome => ({ kind: 'applied', data });

export const refused = (code: string): Outcome => ({ kind: 'refused', code, reason: 'a rule said no' });
