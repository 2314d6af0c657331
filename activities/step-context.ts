import type { PerformInput, StepRequest } from '../workflows/contract.ts';
import type { Step } from '../workflows/lifecycle.ts';

/** Where and when steps are performed. */
export interface StepContext extends Pick<PerformInput, 'programmeId' | 'campaignId' | 'campaignVersionId'> {
  readonly now: Date;
}

export type StepOf<Kind extends Step['kind']> = Extract<Step, { kind: Kind }>;
/** A request for a step of one kind; `memberId` is whose it is. */
export type RequestOf<Kind extends Step['kind']> = StepRequest & { readonly step: StepOf<Kind> };
