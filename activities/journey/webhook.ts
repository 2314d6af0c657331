import { lockMembers } from '../../modules/journeys/rows-changes.ts';
import { loadProgramme } from '../../modules/programme/rows.ts';
import { readKnown } from '../../modules/segments/catalogue.ts';
import { enabledEndpoints, noteWebhookCalls } from '../../modules/webhooks/rows-calls.ts';
import type { Db } from '../../platform/database.ts';
import type { Outcome } from '../../workflows/engine/story.ts';
import { refused } from '../refused.ts';
import type { StepContext } from '../step-context.ts';
import { resolved } from './members.ts';
import type { JourneyRequest } from './performers.ts';

/** Notes calls to systems of the shop; the answer comes as an event `webhook.answered` { call }. */
export async function callWebhooks(
  tx: Db,
  { programmeId, now, journey }: StepContext,
  requests: readonly JourneyRequest<'webhook'>[],
): Promise<Outcome[]> {
  const { catalogue } = await readKnown(tx, await loadProgramme(tx, programmeId));
  const memberIds = requests.map(({ memberId }) => memberId);
  const members = await lockMembers(tx, programmeId, memberIds);
  const open = await enabledEndpoints(tx, programmeId, [...new Set(requests.map(({ step }) => step.endpoint))]);
  const calls = requests.flatMap(({ key, enrolmentId, memberId, step: { name, endpoint, send, keep } }) => {
    const member = members.get(memberId);
    if (member === undefined || !open.has(endpoint)) return [];
    const body = {
      ...{ campaign: journey?.campaign ?? '', step: name, memberId: member.externalId },
      send: resolved(send, member, catalogue),
    };
    return [{ key, enrolmentId, memberId, endpoint, body, keep }];
  });
  await noteWebhookCalls(tx, programmeId, now, calls);
  const noted = new Set(calls.map(({ key }) => key));
  return requests.map(({ key, step: { endpoint } }) =>
    noted.has(key)
      ? { kind: 'applied', data: { call: key } }
      : refused('ENDPOINT_NOT_FOUND', `the programme has no endpoint "${endpoint}" that takes calls`),
  );
}
