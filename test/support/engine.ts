import { inspect } from 'node:util';
import { Client, Connection } from '@temporalio/client';
import type { CampaignDefinition } from '../../modules/campaigns/rules.ts';
import { storeCampaign, launchVersion } from './campaigns.ts';
import { enrolAndSignal } from '../../modules/enrolments/rows.ts';
import { type Clock, openClock } from '../../platform/clock.ts';
import { type Database, inTransaction } from '../../platform/database.ts';
import { createLogger } from '../../platform/logger.ts';
import type { JsonObject } from '../../values/json.ts';
import type { EventPattern } from '../../workflows/engine/event-pattern.ts';
import type { StepRequest } from '../../workflows/engine/protocol.ts';
import type { Step } from '../../workflows/steps.ts';
import { type FreshDatabase, freshDatabase } from './database.ts';

export const quietLogger = createLogger({ name: 'test', level: 'silent' });

/** A programme with one live campaign that `member.joined` starts, on a database of its own. */
export interface EngineWorld {
  readonly url: string;
  readonly database: Database;
  readonly clock: Clock;
  readonly programmeId: number;
  readonly campaignId: number;
  readonly campaignVersionId: number;
  readonly campaign: {
    readonly programmeId: number;
    readonly code: string;
    readonly actor: string;
    readonly now: Date;
  };
}

export interface WorldOptions {
  readonly settings?: JsonObject;
  readonly exitOn?: CampaignDefinition['exitOn'];
  readonly reentry?: CampaignDefinition['reentry'];
  readonly trigger?: EventPattern;
  readonly listensTo?: readonly string[];
  readonly poolSizeMax?: number;
  /** A database that can be restarted; one of the shared server when absent. */
  readonly on?: FreshDatabase;
}

export async function openWorld(options: WorldOptions = {}): Promise<EngineWorld> {
  const { url, database } = options.on ?? (await freshDatabase({ poolSizeMax: options.poolSizeMax ?? 20 }));
  const clock = await openClock(database);
  const programme = await database.programme.create({
    data: {
      code: 'test',
      name: 'Test',
      asset: 'points',
      currency: 'GBP',
      zone: 'Europe/London',
      locale: 'en',
      definition: {
        zone: 'Europe/London',
        expiry: { kind: 'rolling', months: 12 },
        quietHours: null,
        sender: { name: 'T', address: 't@test.example' },
      },
      definitionHash: '',
    },
  });
  const campaign = { programmeId: programme.id, code: 'test', actor: 'test', now: clock.now() };
  const { campaignId } = await storeCampaign(database, {
    ...campaign,
    definition: campaignDefinition(options),
    lifecycle: {
      trigger: { kind: 'event', pattern: options.trigger ?? { type: 'member.joined' } },
      listensTo: options.listensTo ?? ['order.placed'],
    },
  });
  await launchVersion(database, campaign);
  const version = await database.campaignVersion.findFirstOrThrow({ where: { campaignId } });
  return { url, database, clock, programmeId: programme.id, campaignId, campaignVersionId: version.id, campaign };
}

export function campaignDefinition({
  settings = {},
  exitOn = [],
  reentry = { kind: 'never' },
}: WorldOptions = {}): CampaignDefinition {
  return {
    code: 'test',
    name: 'Test',
    lifecycle: 'onboarding-gift',
    settings,
    reentry,
    exitOn,
    priority: 100,
    messages: { hello: { en: { subject: 'Hello', html: '<p>Hello</p>', text: 'Hello' } } },
  };
}

/** Members with consecutive ids; those with an e-mail have it as a profile and as an identity. */
export async function addMembers(world: EngineWorld, emails: readonly (string | null)[]): Promise<bigint[]> {
  const { database, programmeId, clock } = world;
  const rows = await database.$queryRaw<{ id: bigint }[]>`
    INSERT INTO member (programme_id, external_id, joined_at)
    SELECT ${programmeId}::smallint, gen_random_uuid()::text, ${clock.now()}::timestamptz
    FROM generate_series(1, ${emails.length}::int) RETURNING id`;
  const ids = rows.map(({ id }) => id).sort((a, b) => Number(a - b));
  const people = ids.flatMap((id, place) => (emails[place] ? [{ id: String(id), email: emails[place] }] : []));
  await database.$executeRaw`
    INSERT INTO member_profile (member_id, email, updated_at)
    SELECT id, email, now() FROM jsonb_to_recordset(${JSON.stringify(people)}::jsonb) p (id bigint, email text)`;
  await database.$executeRaw`
    INSERT INTO member_identity (programme_id, kind, hash, member_id, seen_at)
    SELECT ${programmeId}::smallint, 'email', email, id, now()
    FROM jsonb_to_recordset(${JSON.stringify(people)}::jsonb) p (id bigint, email text)`;
  return ids;
}

export interface TestEvent {
  readonly memberId: bigint;
  readonly type: string;
  readonly data?: JsonObject;
  readonly at?: Date;
}

/** Writes events as the intake does, in one transaction: the rows, then what they start and wake. */
export async function happen(world: EngineWorld, events: readonly TestEvent[]): Promise<void> {
  const { database, programmeId, clock } = world;
  await inTransaction(database, async (tx) => {
    const members = [...new Set(events.map(({ memberId }) => String(memberId)))];
    await tx.$executeRaw`
      SELECT FROM member WHERE id = ANY (${members}::text[]::bigint[]) ORDER BY id FOR NO KEY UPDATE`;
    const rows = events.map(({ memberId, type, data = {}, at }) => ({
      member: String(memberId),
      type,
      data,
      at: (at ?? clock.now()).toISOString(),
    }));
    const written = await tx.$queryRaw<{ id: bigint }[]>`
      INSERT INTO event (programme_id, event_id, type, member_id, occurred_at, received_at, content_hash, data, result)
      SELECT ${programmeId}::smallint, gen_random_uuid()::text, type, member, at, ${clock.now()}::timestamptz,
        sha256('test'), data, '{}'
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) e (member bigint, type text, data jsonb, at timestamptz)
      RETURNING id`;
    await enrolAndSignal(tx, { programmeId, eventRowIds: written.map(({ id }) => id), now: clock.now() });
  });
}

/** Enrols members as the trigger does. */
export function join(world: EngineWorld, memberIds: readonly bigint[]): Promise<void> {
  return happen(
    world,
    memberIds.map((memberId) => ({ memberId, type: 'member.joined' })),
  );
}

/** A step as a cohort sends it. */
export function stepOf(enrolment: { id: bigint; memberId: bigint }, step: Step, occurrence = 1): StepRequest<Step> {
  return {
    key: `${enrolment.id}/${step.name}/${occurrence}`,
    enrolmentId: String(enrolment.id),
    memberId: String(enrolment.memberId),
    at: Date.now(),
    step,
  };
}

/** A client on the tests' Temporal server. */
export async function openClient(
  address: string,
  namespace = 'default',
): Promise<{ client: Client; close: () => Promise<void> }> {
  const connection = await Connection.connect({ address });
  return { client: new Client({ connection, namespace }), close: () => connection.close() };
}

/** Longer than anything that a test waits for takes on a busy machine. */
const patienceMs = 20_000;

/** Waits until a question has the wanted answer. */
export async function until<T>(
  ask: () => Promise<T>,
  isEnough: (answer: T) => boolean,
  { withinMs = patienceMs, everyMs = 50 } = {},
): Promise<T> {
  const giveUpAt = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (isEnough(answer)) return answer;
    if (Date.now() > giveUpAt) throw new Error(`still waiting after ${withinMs} ms: ${inspect(answer, { depth: 3 })}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
