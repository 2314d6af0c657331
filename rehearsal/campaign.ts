import type { Instant } from '../values/instant.ts';
import { nothingSpent, type Spent } from '../workflows/lifecycles/journey/budgets.ts';
import type { Cost } from '../workflows/lifecycles/journey/kind.ts';
import { planOf, type Plan } from '../workflows/lifecycles/journey/plan.ts';
import type { JourneyFile } from '../workflows/lifecycles/journey/file.ts';
import { worstCase } from '../workflows/lifecycles/journey/cost.ts';
import type { Stage } from './stage.ts';

/** A journey that is live or paused in a rehearsal. */
export class RunningCampaign {
  plan: Plan;
  worst: Cost;
  version = 1;
  status: 'live' | 'paused' | 'ended' = 'live';
  spent: Spent = nothingSpent;
  readonly launchedAt: Instant;
  /** Who would have come in during a pause. */
  readonly waiting: (() => void)[] = [];
  /** By door and member: the stay in a segment, or out of one, that has brought the member in already. */
  readonly taken = new Map<string, Instant>();
  /** The same of who came too early: the stay, and when the days are over. */
  readonly early = new Map<string, readonly [since: Instant, free: Instant]>();

  constructor(stage: Stage, file: JourneyFile) {
    this.plan = planOf(file, stage.setting.language);
    this.worst = worstCase(this.plan);
    this.launchedAt = stage.now;
  }

  get file(): JourneyFile {
    return this.plan.file;
  }

  get code(): string {
    return this.file.campaign;
  }

  replace(plan: Plan): void {
    this.plan = plan;
    this.worst = worstCase(plan);
    this.version += 1;
  }
}

const kinds = ['points', 'coupons', 'messages', 'worth'] as const;
const combined = (a: Cost, b: Cost, sign: 1 | -1): Cost =>
  Object.fromEntries(kinds.map((of) => [of, a[of] + sign * b[of]])) as unknown as Cost;
export const plus = (a: Cost, b: Cost): Cost => combined(a, b, 1);
export const minus = (a: Cost, b: Cost): Cost => combined(a, b, -1);
/** As much of it as there is. */
export const atMost = (a: Cost, b: Cost): Cost =>
  Object.fromEntries(kinds.map((of) => [of, Math.min(a[of], b[of])])) as unknown as Cost;
export const noCost: Cost = { points: 0, coupons: 0, messages: 0, worth: 0 };
