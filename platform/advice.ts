import { readStackFile } from './stack-file.ts';

/** What the process was told of its servers: advice that is then refused is none. */
type Source = Readonly<Record<string, string | undefined>>;

/** What to do when PostgreSQL does not answer. */
export function databaseAdvice(source: Source = process.env): string {
  const doctor = '`perennial doctor` says what is missing.';
  if (source.DATABASE_URL) return `Check DATABASE_URL, and that the server runs and lets this user in. ${doctor}`;
  if (stackRuns(source)) return restarts;
  return `Start the embedded stack with \`perennial up\`, or set DATABASE_URL to a PostgreSQL that runs. ${doctor}`;
}

/** What to do when Temporal does not answer. */
export function temporalAdvice(source: Source = process.env): string {
  if (source.TEMPORAL_ADDRESS) return 'Check TEMPORAL_ADDRESS, and that the server runs and lets this process in.';
  if (source.DATABASE_URL) return 'Set TEMPORAL_ADDRESS to a server that runs.';
  if (stackRuns(source)) return restarts;
  return 'Start the embedded stack with `perennial up`, or set TEMPORAL_ADDRESS to a server that runs.';
}

const restarts = 'The stack that runs in this folder starts it again by itself: try again in a moment.';

function stackRuns({ PERENNIAL_DIR }: Source): boolean {
  return readStackFile(PERENNIAL_DIR || '.perennial') !== undefined;
}
