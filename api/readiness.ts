import { PerennialError } from '../platform/errors.ts';
import { databaseFault } from '../platform/server-faults.ts';
import { readSchemaState, type SchemaState } from '../platform/schema-state.ts';

export interface Readiness {
  /** Why the API can't work at the moment; empty when it can. */
  problems(): Promise<readonly string[]>;
  /** That the database is a later version's: this one works with it, and should be replaced. */
  notes(): readonly string[];
  /** From now on it is not ready: it is going to stop. */
  stopping(): void;
}

/** Whoever asks within this gets the same answer: a look opens a connection, and anybody may ask. */
const keptMs = 2_000;
/** A server that takes longer is away. */
const patienceMs = 3_000;
/** Names told of what is missing. */
const namedMax = 5;

/** Looks, when it is asked, whether PostgreSQL answers and has what this version needs. */
export function createReadiness(databaseUrl: string): Readiness {
  let last: { readonly at: number; readonly found: Promise<Found> } | undefined;
  let notes: readonly string[] = [];
  let isStopping = false;
  const look = () => {
    if (last === undefined || performance.now() - last.at >= keptMs) {
      last = { at: performance.now(), found: lookAt(databaseUrl) };
    }
    return last.found;
  };
  return {
    problems: async () => {
      if (isStopping) return ['the API is stopping'];
      const found = await look();
      notes = found.notes;
      return found.problems;
    },
    notes: () => notes,
    stopping: () => void (isStopping = true),
  };
}

interface Found {
  readonly problems: readonly string[];
  readonly notes: readonly string[];
}

async function lookAt(url: string): Promise<Found> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = new PerennialError('DATABASE_UNAVAILABLE', `PostgreSQL gave no answer within ${patienceMs} ms.`);
    timer = setTimeout(() => reject(error), patienceMs);
  });
  const reading = readSchemaState(url);
  reading.catch(() => undefined);
  try {
    return foundIn(await Promise.race([reading, late]));
  } catch (error) {
    return { problems: [`PostgreSQL does not answer: ${databaseFault(error, url).message}`], notes: [] };
  } finally {
    clearTimeout(timer);
  }
}

/** An older schema lacks what this code calls; with a later one it goes on working (docs/adr/0009), as it must while a deploy rolls. */
export function foundIn({ pending, outdated, later }: SchemaState): Found {
  const problems: string[] = [];
  if (pending.length > 0) problems.push(`${named('migrations', pending)} not applied: run \`perennial migrate\``);
  const missing = outdated.filter(({ why }) => why === 'new' || why === 'source changed' || why === 'missing');
  if (missing.length > 0) {
    const functions = missing.map(({ name }) => name);
    problems.push(`${named('SQL functions', functions)} not as this version has them: run \`perennial migrate\``);
  }
  const notes = later === null ? [] : [`the database is a later version's (${later}): restart with that version`];
  return { problems, notes };
}

function named(what: string, names: readonly string[]): string {
  const more = names.length > namedMax ? `, and ${names.length - namedMax} more` : '';
  return `${what} ${names.slice(0, namedMax).join(', ')}${more}`;
}
