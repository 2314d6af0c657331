import { PerennialError } from '../../platform/errors.ts';

/** What the doctor found about one thing. */
export interface Check {
  readonly name: string;
  /** `ready`: not running, but `perennial up` would start it; `warning`: the product does without it. */
  readonly status: 'ok' | 'ready' | 'warning' | 'failed';
  /** What was taken, and where it came from. */
  readonly found: string;
  /** How to mend it. */
  readonly fix?: string;
}

/** A check whose failure to answer at all is an answer too. */
export async function checked(name: string, fix: string, look: () => Promise<Omit<Check, 'name'>>): Promise<Check> {
  try {
    return { name, ...(await look()) };
  } catch (error) {
    const found = (error instanceof Error ? error.message : String(error)).split('\n').map((line) => line.trim());
    return {
      name,
      status: 'failed',
      found: found.join(' ') || 'no answer',
      fix: (error instanceof PerennialError && error.fix) || fix,
    };
  }
}
