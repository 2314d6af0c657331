import { setTimeout as sleep } from 'node:timers/promises';
import type { CampaignDefinition } from '../../modules/campaigns/rules.ts';
import { storeCampaign, launchVersion } from '../../test/support/campaigns.ts';
import type { Database } from '../../platform/database.ts';
import { addMembers, addProgramme, type Population } from '../fixtures/points.ts';
import type { LabDatabase } from '../harness/lab.ts';

/** A live campaign of one of the benchmarks' stories, and members to enrol. */
export interface BenchCampaign {
  readonly programmeId: number;
  readonly campaignId: number;
  readonly campaignVersionId: number;
  readonly population: Population;
}

/** What a campaign listens to beside its entry. */
interface Listening {
  readonly listensTo?: readonly string[];
  readonly exitOn?: CampaignDefinition['exitOn'];
}

export async function launchStory(
  on: LabDatabase,
  story: string,
  members: number,
  { listensTo = ['order.placed'], exitOn = [] }: Listening = {},
): Promise<BenchCampaign> {
  const { database } = on;
  const client = await on.connect();
  const programmeId = await addProgramme(database, story);
  const population = await addMembers(client, programmeId, members);
  const change = { programmeId, code: story, actor: 'bench', now: new Date() };
  const { campaignId } = await storeCampaign(database, {
    ...change,
    definition: definitionOf(story, exitOn),
    lifecycle: { trigger: { kind: 'event', pattern: { type: 'member.joined' } }, listensTo },
  });
  await launchVersion(database, change);
  const { id } = await database.campaignVersion.findFirstOrThrow({ where: { campaignId } });
  await client.query('VACUUM ANALYZE');
  return { programmeId, campaignId, campaignVersionId: id, population };
}

/** The lifecycle's name is one that exists; the benchmarks' workflows run the story that the settings name. */
function definitionOf(story: string, exitOn: CampaignDefinition['exitOn']): CampaignDefinition {
  return {
    ...{ code: story, name: story, lifecycle: 'onboarding-gift', settings: { story }, reentry: { kind: 'never' } },
    ...{ exitOn, priority: 100, messages: {} },
  };
}

/** Enrols members, as their joining would; the relay takes it from there. */
export async function enrol(
  database: Database,
  { programmeId, campaignId, campaignVersionId, population }: BenchCampaign,
  { first, count, occurrence }: { first: number; count: number; occurrence: number },
): Promise<void> {
  await database.$executeRaw`
    INSERT INTO enrolment (programme_id, campaign_id, campaign_version_id, member_id, occurrence, enrolled_at)
    SELECT ${programmeId}::smallint, ${campaignId}::int, ${campaignVersionId}::int, m, ${occurrence}::int, ${new Date()}::timestamptz
    FROM generate_series(${population.firstMemberId + first}::bigint, ${population.firstMemberId + first + count - 1}::bigint) m`;
}

const pollEveryMs = 50;

/** Waits until a count has come to what is expected. */
export async function untilCount(
  expected: number,
  patienceMs: number,
  count: () => Promise<number>,
  pollMs = pollEveryMs,
): Promise<void> {
  const endsAt = performance.now() + patienceMs;
  for (let have = await count(); have !== expected; have = await count()) {
    if (performance.now() > endsAt) throw new Error(`${have} of ${expected} after ${patienceMs / 1_000} s`);
    await sleep(pollMs);
  }
}
