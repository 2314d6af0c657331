import type { Finding } from './harness/finding.ts';
import type { Lab } from './harness/lab.ts';

/** A benchmark: `npm run bench -- --only <name>` runs it alone. */
export interface Bench {
  readonly name: string;
  readonly title: string;
  run(lab: Lab): Promise<readonly Finding[]>;
}
