import { type Poisoned, poisonKinds } from './faults/poison.ts';
import type { Readiness } from './worker-watch.ts';

/** A relay that fails as a whole says so here, whatever else a busy machine may lack for a moment. */
const relayFails = 'the relay fails';
/** Of the looks at /readyz; PostgreSQL or Temporal may answer late on a machine that does much else. */
const readyShareMin = 0.9;

/** What poison has done that it must not, in words. */
export function judgePoison(poisoned: readonly Poisoned[], readiness: Readiness | undefined): string[] {
  const missing = poisonKinds.filter((kind) => !poisoned.some((row) => row.kind === kind));
  return [
    ...missing.map((kind) => `${kind}: was not laid`),
    ...poisoned.flatMap(({ kind, name, refused, error, taken }) => [
      ...(refused === 0 || error === null ? [`${kind}, ${name}: no refusal is noted beside it`] : []),
      ...(taken ? [`${kind}, ${name}: passes for carried, and never was`] : []),
    ]),
    ...judgeReadiness(readiness),
  ];
}

function judgeReadiness(readiness: Readiness | undefined): string[] {
  if (readiness === undefined) return [];
  const { looks, problems } = readiness;
  const failing = problems.filter((problem) => problem.includes(relayFails));
  if (failing.length > 0) return [`/readyz said ${failing.length} times of ${looks}: ${failing[0]}`];
  const isReady = looks - problems.length >= readyShareMin * looks;
  return isReady ? [] : [`/readyz was not 200 ${problems.length} times of ${looks}: ${problems[0]}`];
}

/** Each row with what became of it, as the report has it. */
export function renderPoison(poisoned: readonly Poisoned[]): string[] {
  return poisoned.map(
    ({ kind, name, refused, error, status }) =>
      `- ${kind}: ${name}: refused ${refused} times (${error ?? 'nothing noted'}); its enrolment: ${status}`,
  );
}
