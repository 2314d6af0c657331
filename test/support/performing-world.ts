import { stringify } from 'yaml';
import { perform } from '../../activities/perform.ts';
import { readJourney } from '../../modules/campaigns/journey-file.ts';
import type { CampaignDefinition } from '../../modules/campaigns/rules.ts';
import { formCohorts } from '../../modules/enrolments/rows-cohorts.ts';
import { ingestEvents } from '../../modules/intake/ingest.ts';
import { loadProgramme, saveProgramme, type StoredProgramme } from '../../modules/programme/rows.ts';
import type { Programme } from '../../modules/programme/rules.ts';
import { readKnown } from '../../modules/segments/catalogue.ts';
import type { Database } from '../../platform/database.ts';
import type { Enrolment } from '../../prisma/generated/client.ts';
import type { JsonObject } from '../../values/json.ts';
import type { PerformInput } from '../../workflows/contract.ts';
import type { StepRequest } from '../../workflows/engine/protocol.ts';
import type { Outcome } from '../../workflows/engine/story.ts';
import type { Gift, JourneyAsk, Question } from '../../workflows/lifecycles/journey/asks.ts';
import { launchVersion, storeCampaign } from './campaigns.ts';
import { freshDatabase } from './database.ts';
import { quietLogger } from './engine.ts';
import { declared } from './segment-world.ts';
import { reference } from './shop.ts';

/** An ask as a test writes it: its name is its kind, and the story comes to it for the first time. */
export type Ask = JourneyAsk extends infer One ? (One extends JourneyAsk ? Omit<One, 'name' | 'round'> : never) : never;
export type Named = Ask & { readonly name?: string; readonly round?: number };

/** The reference programme with a journey that is live, on a database of its own; the clock stands where the test puts it. */
export interface JourneyWorld {
  readonly database: Database;
  readonly programme: StoredProgramme;
  readonly campaignId: number;
  now: Date;
  /** Takes events in, as of now. */
  happen(memberId: string, type: string, data?: JsonObject, at?: Date): Promise<void>;
  /** A member, with a profile, who is enrolled and in a cohort of his own. */
  enrol(externalId: string, profile?: JsonObject, entry?: JsonObject): Promise<Enrolment>;
  /** What steps of enrolments of one cohort come to. */
  ask(enrolment: Enrolment, asked: Named, occurrence?: number | string): Promise<Outcome>;
  /** The replies themselves, of several at once. */
  perform(steps: readonly StepRequest[], changes?: Partial<PerformInput>): ReturnType<typeof perform>;
  request(enrolment: Enrolment, asked: Named, occurrence?: number | string): StepRequest;
  holds(enrolment: Enrolment, ...conditions: readonly JsonObject[]): Promise<readonly boolean[]>;
}

export interface JourneyOptions {
  /** The fields of the file beside its code and its name. */
  readonly file: Readonly<Record<string, unknown>>;
  readonly templates?: readonly string[];
  readonly programme?: Partial<Programme>;
  readonly now?: Date;
  readonly definition?: Partial<CampaignDefinition>;
}

const message = (name: string) => ({
  en: { subject: name, html: `<p>${name} {{ couponName }}</p>`, text: `${name} {{ couponName }}` },
  'zh-CN': { subject: name, html: `<p>${name}</p>`, text: name },
});

export async function openJourneyWorld(options: JourneyOptions): Promise<JourneyWorld> {
  const { file, templates = ['hello', 'reminder'], now = new Date('2026-05-20T12:00:00Z') } = options;
  const { database } = await freshDatabase({ poolSizeMax: 20 });
  // Triggers ask where the programme's clock stands.
  await database.programmeClock.create({ data: { standsAt: now } });
  await saveProgramme(database, { ...reference, ...declared, quietHours: null, ...options.programme });
  const programme = await loadProgramme(database, reference.code);
  const code = 'journey';
  const written = { campaign: code, name: 'A journey', lifecycle: 'journey', ...file };
  const { catalogue } = await readKnown(database, programme);
  const names = { coupons: Object.keys(file.coupons ?? {}), templates };
  const known = { ...catalogue, campaigns: { ...catalogue.campaigns, [code]: names }, roles: ['concierge'] };
  const { plan } = readJourney(stringify(written), 'journey.yaml', {
    catalogue: known,
    now: now.getTime(),
    journeys: new Map(),
  });
  const by = { programmeId: programme.id, actor: 'test', now };
  const definition: CampaignDefinition = {
    ...{ code, name: 'A journey', lifecycle: 'journey', settings: plan.file as unknown as JsonObject },
    ...{ reentry: { kind: 'never' }, exitOn: [], priority: 100, messageClasses: {} },
    messages: Object.fromEntries(templates.map((name) => [name, message(name)])),
    ...options.definition,
  };
  const { campaignId } = await storeCampaign(database, {
    ...{ ...by, definition },
    lifecycle: {
      trigger: { kind: 'event', pattern: { type: 'member.joined' } },
      listensTo: ['review.decided', 'webhook.answered', 'order.placed'],
    },
  });
  await launchVersion(database, { ...by, code });
  const version = await database.campaignVersion.findFirstOrThrow({ where: { campaignId } });
  return worldOf({
    database,
    programme,
    campaignId,
    campaignVersionId: version.id,
    settings: definition.settings,
    now,
  });
}

interface Parts {
  readonly database: Database;
  readonly programme: StoredProgramme;
  readonly campaignId: number;
  readonly campaignVersionId: number;
  readonly settings: JsonObject;
  readonly now: Date;
}

function worldOf({ database, programme, campaignId, campaignVersionId, settings, now }: Parts): JourneyWorld {
  let ids = 0;
  const clock = { now: () => world.now, kind: () => 'stepped' as const, close: () => undefined };
  const world: JourneyWorld = {
    ...{ database, programme, campaignId, now },
    async happen(memberId, type, data = {}, at = world.now) {
      const event = { id: `event-${(ids += 1)}`, type, memberId, occurredAt: at.toISOString(), data };
      const [answer] = await ingestEvents({ database, clock }, programme.id, [event]);
      if (answer?.kind !== 'accepted') throw new Error(JSON.stringify(answer));
    },
    async enrol(externalId, profile = {}) {
      await world.happen(externalId, 'member.joined', profile);
      await formCohorts(database, { campaignVersionId, cohortsMax: 1, now: world.now });
      return database.enrolment.findFirstOrThrow({ orderBy: { id: 'desc' } });
    },
    request: (enrolment, asked, occurrence = 1) => {
      const step = { name: asked.name ?? asked.kind, round: 1, ...asked } as unknown as JourneyAsk;
      const key = `${enrolment.id}/${step.name}/${occurrence}`;
      const { id, memberId } = enrolment;
      return { key, enrolmentId: String(id), memberId: String(memberId), at: world.now.getTime(), step };
    },
    async perform(steps, changes = {}) {
      const first = await database.enrolment.findUniqueOrThrow({ where: { id: BigInt(steps[0]?.enrolmentId ?? 0) } });
      return perform(
        { database, clock: clock as never, logger: quietLogger },
        {
          ...{ programmeId: programme.id, campaignId, campaignVersionId, cohortId: String(first.cohortId) },
          ...{ steps: steps as never, endings: [], last: false, lifecycle: 'journey', settings, ...changes },
        },
      );
    },
    async ask(enrolment, asked, occurrence) {
      const { replies } = await world.perform([world.request(enrolment, asked, occurrence)]);
      const [reply] = replies;
      if (reply?.kind !== 'done') throw new Error(JSON.stringify(reply));
      return reply.outcome;
    },
    async holds(enrolment, ...conditions) {
      const question: Question = { kind: 'holds', conditions, known: { values: {}, outcomes: {}, since: {} } };
      const outcome = await world.ask(enrolment, { kind: 'ask', question }, `q${(ids += 1)}`);
      return (outcome.kind === 'applied' ? outcome.data?.holds : []) as readonly boolean[];
    },
  };
  return world;
}

export const points = (amount: number, more: Partial<Extract<Gift, { kind: 'points' }>> = {}): Gift => ({
  ...{ kind: 'points', points: amount, ...more },
});
