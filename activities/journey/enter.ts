import { noteCalls } from '../../modules/journeys/calls.ts';
import { lockMembers } from '../../modules/journeys/rows-changes.ts';
import { loadProgramme } from '../../modules/programme/rows.ts';
import { readKnown } from '../../modules/segments/catalogue.ts';
import type { Db } from '../../platform/database.ts';
import type { Outcome } from '../../workflows/engine/story.ts';
import type { StepContext } from '../step-context.ts';
import { resolved } from './members.ts';
import type { JourneyRequest } from './performers.ts';

/** Brings members to the doors of other journeys, which decide whether they come in; each call is made once, by its step's key. */
export async function enterJourneys(
  tx: Db,
  { programmeId, now }: StepContext,
  requests: readonly JourneyRequest<'enter'>[],
): Promise<Outcome[]> {
  const { catalogue } = await readKnown(tx, await loadProgramme(tx, programmeId));
  const members = await lockMembers(
    tx,
    programmeId,
    requests.map(({ memberId }) => memberId),
  );
  for (const campaign of new Set(requests.map(({ step }) => step.campaign))) {
    const own = requests.filter(({ step }) => step.campaign === campaign);
    const calls = own.flatMap(({ key, memberId, step: { fields } }) => {
      const member = members.get(memberId);
      if (member === undefined) return [];
      return [{ memberId, fields: resolved(fields, member, catalogue), source: `call:${key}` as const, at: now }];
    });
    await noteCalls(tx, { programmeId, campaign, calls });
  }
  return requests.map(() => ({ kind: 'applied' }));
}
