import type { PerformInput } from '../workflows/contract.ts';
import type { StepRequest } from '../workflows/engine/protocol.ts';
import type { JourneyFile } from '../workflows/lifecycles/journey/file.ts';
import type { Step } from '../workflows/steps.ts';

/** Where and when steps are performed. */
export interface StepContext extends Pick<PerformInput, 'programmeId' | 'campaignId' | 'campaignVersionId'> {
  readonly now: Date;
  /** The journey whose steps they are; absent of the other lifecycles. */
  readonly journey?: JourneyFile;
}

type StepOf<Kind extends Step['kind']> = Extract<Step, { kind: Kind }>;
/** A request for a step of one kind; `memberId` is whose it is. */
export type RequestOf<Kind extends Step['kind']> = StepRequest<Step> & { readonly step: StepOf<Kind> };
