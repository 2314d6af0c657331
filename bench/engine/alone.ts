import type { Client } from '@temporalio/client';
import type { Database } from '../../platform/database.ts';
import { forEachConcurrently } from '../../platform/each-of.ts';
import { cohortWorkflowId } from '../../workflows/contract.ts';
import type { BenchCampaign } from './campaign.ts';
import type { AloneInput } from './workflows.ts';

/** Starts of workflows the client has under way at once. */
const startsAtOnce = 16;

export interface AloneStart {
  readonly client: Client;
  readonly taskQueue: string;
  readonly workflow: 'memberAlone' | 'memberWaiting';
  readonly count: number;
  readonly occurrence: number;
}

/**
 * Members with a cohort row each, marked as started so that the relay leaves them alone, and a workflow each. Its id is that of
 * the cohort, so that a relay brings it what comes for its member.
 */
export async function startAlone(
  database: Database,
  { programmeId, campaignId, campaignVersionId, population }: BenchCampaign,
  { client, taskQueue, workflow, count, occurrence }: AloneStart,
): Promise<void> {
  const inputs = await database.$queryRaw<AloneInput[]>`
    WITH planned AS MATERIALIZED (
      SELECT m, nextval(pg_get_serial_sequence('cohort', 'id')) AS cohort_id,
        nextval(pg_get_serial_sequence('enrolment', 'id')) AS enrolment_id
      FROM generate_series(${population.firstMemberId}::bigint, ${population.firstMemberId + count - 1}::bigint) m),
    cohorts AS (
      INSERT INTO cohort (id, programme_id, campaign_version_id, size, enrolment_ids, created_at, started_at)
      SELECT cohort_id, ${programmeId}::smallint, ${campaignVersionId}::int, 1, ARRAY[enrolment_id], now(), now() FROM planned),
    enrolled AS (
      INSERT INTO enrolment (id, programme_id, campaign_id, campaign_version_id, member_id, occurrence, cohort_id, enrolled_at)
      SELECT enrolment_id, ${programmeId}::smallint, ${campaignId}::int, ${campaignVersionId}::int, m, ${occurrence}::int, cohort_id, now()
      FROM planned RETURNING id, member_id, cohort_id)
    SELECT ${programmeId}::int AS "programmeId", ${campaignId}::int AS "campaignId",
      ${campaignVersionId}::int AS "campaignVersionId", cohort_id::text AS "cohortId", id::text AS "enrolmentId",
      member_id::text AS "memberId"
    FROM enrolled`;
  const { failed } = await forEachConcurrently(inputs, startsAtOnce, (input) =>
    client.workflow.start(workflow, {
      workflowId: cohortWorkflowId(taskQueue, input.cohortId),
      taskQueue,
      args: [input],
    }),
  );
  if (failed !== undefined) throw failed;
}
