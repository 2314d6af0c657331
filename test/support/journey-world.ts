import { findCampaign } from '../../modules/campaigns/rows.ts';
import { changeStatusOf } from '../../modules/campaigns/change-status.ts';
import { type EventInput, ingestEvents } from '../../modules/intake/ingest.ts';
import { decideDue } from '../../modules/journeys/bring-in.ts';
import { lookAtDoors } from '../../modules/journeys/look.ts';
import { shippedLanguage } from '../../modules/journeys/language.ts';
import { openDoors } from '../../modules/journeys/open.ts';
import type { Programme } from '../../modules/programme/rules.ts';
import { loadProgramme } from '../../modules/programme/rows.ts';
import { reviewChanged, sweepDueSegments } from '../../modules/segments/review.ts';
import { type Database, inTransaction } from '../../platform/database.ts';
import { parseData } from '../../platform/parse-data.ts';
import type { JsonObject } from '../../values/json.ts';
import type { CampaignDefinition } from '../../modules/campaigns/rules.ts';
import { type JourneyFile, journeyFileSchema } from '../../workflows/lifecycles/journey/file.ts';
import { doorTypes } from '../../workflows/lifecycles/journey/heard.ts';
import { planOf } from '../../workflows/lifecycles/journey/plan.ts';
import { launchVersion, storeCampaign } from './campaigns.ts';
import { openShop } from './shop.ts';
import { testClock } from './test-clock.ts';

const schema = journeyFileSchema(shippedLanguage);
let campaigns = 0;

/** A journey as its author writes it, read; it stays for two days if it does not say otherwise. */
export const journey = (rest: object): JourneyFile =>
  parseData(
    {
      ...{ campaign: `journey-${++campaigns}`, name: 'Journey', lifecycle: 'journey' },
      ...{ entry: [{ event: 'cart.abandoned' }], steps: [{ id: 'stay', wait: '2 days' }], ...rest },
    },
    'journey',
    schema,
  ).value;

/** A shop whose journeys take members in as the real servers do, on a clock that stands where the test sets it. */
export async function openJourneyShop(
  database: Database,
  { changes = {}, now = '2026-11-02T09:00:00Z' }: { readonly changes?: Partial<Programme>; readonly now?: string } = {},
) {
  const clock = testClock(now);
  const shop = await openShop(database, {
    events: ['cart.abandoned', 'workout.done'],
    eventFields: { 'cart.abandoned': { cartId: 'text', amount: 'money' } },
    ...changes,
  });
  const { programmeId } = shop;
  const deps = { database, clock };
  const always = () => true;
  const send = async (...events: EventInput[]) => {
    const answers = await ingestEvents(deps, programmeId, events);
    const refused = answers.find(({ kind }) => kind === 'refused');
    if (refused !== undefined) throw new Error(JSON.stringify(refused));
    return answers;
  };
  /** Something happens to a member, now if it does not say when. */
  const happens = (memberId: string, type: string, data: JsonObject = {}, at: Date | string = clock.now()) =>
    send(shop.event(type, data, { memberId, occurredAt: at }));
  const join = async (...ids: string[]) => {
    for (const memberId of ids) await happens(memberId, 'member.joined', {});
  };
  const store = (file: JourneyFile, listensTo: readonly string[] = [], exitOn: CampaignDefinition['exitOn'] = []) =>
    storeCampaign(database, {
      ...{ programmeId, actor: 'test', now: clock.now() },
      definition: {
        ...{ code: file.campaign, name: file.name, lifecycle: 'journey', settings: file as unknown as JsonObject },
        ...{ reentry: { kind: 'never' }, exitOn, priority: 100, messages: {} },
        ...(file.holdOut === undefined ? {} : { holdOut: file.holdOut }),
        ...(file.conversionDays === undefined ? {} : { conversionDays: file.conversionDays }),
      },
      lifecycle: { trigger: { kind: 'sweep' }, listensTo, doorTypes: doorTypes(file) },
    });
  const open = async (file: JourneyFile) => {
    const programme = await loadProgramme(database, programmeId);
    const plan = planOf(file, shippedLanguage);
    await inTransaction(database, async (tx) => {
      const campaign = await findCampaign(tx, { programmeId, code: file.campaign });
      if (campaign === undefined) throw new Error(`${file.campaign} is not stored`);
      await openDoors(tx, { programme, campaign, file, plan, now: clock.now() });
    });
  };
  const launch = async (file: JourneyFile, listensTo?: readonly string[]) => {
    const { campaignId } = await store(file, listensTo);
    await launchVersion(database, { programmeId, code: file.campaign, actor: 'test', now: clock.now() });
    await open(file);
    return campaignId;
  };
  const edit = async (file: JourneyFile) => {
    await store(file);
    await open(file);
  };
  const change = (code: string, from: 'live' | 'paused', to: 'live' | 'paused') =>
    changeStatusOf(
      database,
      { programmeId, code },
      { verb: 'changed', from: [from], to },
      { actor: 'test', now: clock.now() },
    );
  /** What the relay does about segments and doors, until nothing is left to do. */
  const settle = async () => {
    for (let round = 0; round < 50; round += 1) {
      const done =
        (await reviewChanged(deps, always)) +
        (await sweepDueSegments(deps, always)) +
        (await lookAtDoors(deps, always)) +
        (await decideDue(deps, always));
      if (done === 0) return;
    }
    throw new Error('it does not come to rest');
  };
  const enrolments = async (campaignId: number) => {
    const rows = await database.enrolment.findMany({ where: { campaignId }, orderBy: { id: 'asc' } });
    const members = new Map(
      (await database.member.findMany({ where: { programmeId } })).map((one) => [one.id, one.externalId]),
    );
    return rows.map((row) => ({ ...row, member: members.get(row.memberId) ?? '' }));
  };
  const entries = (campaignId: number) =>
    database.journeyEntry.findMany({ where: { campaignId }, orderBy: { id: 'asc' } });
  return {
    ...{ ...shop, send, clock, deps, happens, join, store, launch, edit, settle, enrolments, entries },
    pause: (code: string) => change(code, 'live', 'paused'),
    resume: (code: string) => change(code, 'paused', 'live'),
  };
}

export type JourneyShop = Awaited<ReturnType<typeof openJourneyShop>>;
