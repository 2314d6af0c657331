import type { Catalogue } from '../../../conditions/catalogue.ts';
import type { Tell } from '../../../conditions/names.ts';
import type { Instant } from '../../../values/instant.ts';
import type { JourneyFile } from './file.ts';
import type { Finding } from './kind.ts';

/** What a journey is held against. */
export interface Known {
  readonly catalogue: Catalogue;
  readonly now: Instant;
  /** The journeys of the programme by their codes; the one that is checked may be among them. */
  readonly journeys: ReadonlyMap<string, JourneyFile>;
  /** Of its own marketing templates those that offer no way out; none when nobody has looked. */
  readonly withoutWayOut?: readonly string[];
  /** Days after which a message that a cap puts off is dropped; unknown when absent. */
  readonly deferralDays?: number;
}

/** Takes what is told of places in a file: of one place the first, which is the cause of the rest. */
export class Findings {
  readonly all: Finding[] = [];

  readonly tell: Tell = (path, problem, fix) => this.add({ path, problem, fix });
  readonly advise: Tell = (path, problem, fix) => this.add({ path, problem, fix, isAdvice: true });

  private add(finding: Finding): void {
    const place = finding.path.join('/');
    if (!this.all.some(({ path }) => path.join('/') === place)) this.all.push(finding);
  }
}
