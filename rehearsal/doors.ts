import { later } from '../conditions/days.ts';
import { readDuration } from '../conditions/words.ts';
import type { Instant } from '../values/instant.ts';
import type { JsonObject } from '../values/json.ts';
import type { MemberEvent } from '../workflows/engine/story.ts';
import { type Door, readDoors, type Schedule } from '../workflows/lifecycles/journey/doors.ts';
import type { Occasion } from '../workflows/lifecycles/journey/occasions.ts';
import { lotOf } from '../workflows/lifecycles/journey/lot.ts';
import { enteredValue, passesTests } from '../workflows/lifecycles/journey/patterns.ts';
import { runOf } from '../workflows/lifecycles/journey/runs.ts';
import { dateDoorAt, nextOccasion } from '../workflows/lifecycles/journey/schedules.ts';
import type { RunningCampaign } from './campaign.ts';
import { rank } from './clock.ts';
import type { Person } from './person.ts';
import type { Stage } from './stage.ts';

const hourMs = 3_600_000;
/** Members are looked at once a day at least: dates so far ahead are known in time. */
const aheadMs = 50 * hourMs;
/** An event that is heard of later than this brings nobody in, when its door does not say. */
const notOlderThanDefault = '1 day';

/** Somebody who would come in: where, with what, by what. */
export interface Entering {
  readonly campaign: RunningCampaign;
  readonly person: Person;
  readonly entry: JsonObject;
  readonly key: string | undefined;
  readonly how: string;
  readonly event: MemberEvent | undefined;
}

/** A value that enrolments are told apart by. */
const keyOf = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

/** What brings members in: events, segments, dates, the calendar, a launch, a call. */
export class Doors {
  /** Dates that are looked forward to. */
  private readonly dates = new Set<string>();

  constructor(
    private readonly stage: Stage,
    private readonly campaigns: ReadonlyMap<string, RunningCampaign>,
    /** Answers when it could be tried again, if it is too early. */
    private readonly enter: (entering: Entering) => Instant | undefined,
  ) {}

  /** A campaign goes live: those who are in a segment by then do not come into it now. */
  open(campaign: RunningCampaign): void {
    const { file } = campaign;
    const everybody = [...this.stage.people.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    readDoors(file.entry).forEach((door, place) => {
      if (door.launch !== undefined) this.launch(campaign);
      if (door.schedule !== undefined)
        for (const person of everybody) this.schedule(campaign, door, person, this.stage.now);
      const code = door.enters ?? door.leaves;
      if (code === undefined) return;
      this.stage.track(code);
      for (const person of everybody)
        campaign.taken.set(`${place}/${person.id}`, this.stage.membership(person, code).since);
    });
    this.follow(campaign);
  }

  /** The segments whose coming and going its exits and waits speak of. */
  follow({ plan }: RunningCampaign): void {
    const { file, steps, language } = plan;
    const refs = [
      ...(file.exitOn ?? []).flatMap((exit) => [...language.occasionRefs(exit as Occasion)]),
      ...steps.flatMap(({ step, kind }) => [...(kind.refs?.(step, language) ?? [])]),
    ];
    for (const { kind, name } of refs) if (kind === 'segment') this.stage.track(name);
  }

  /** Everybody in the audience when it goes live, which is when it begins to run. */
  private launch(campaign: RunningCampaign): void {
    const { stage } = this;
    const { audience, pace } = campaign.file;
    const perHour = pace?.perHour ?? Infinity;
    const goLive = () => {
      const everybody = [...stage.people.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
      const all = everybody.filter((person) => audience === undefined || stage.holds(person, audience));
      all.forEach((person, place) => {
        const at = stage.now + Math.floor(place / perHour) * hourMs;
        stage.clock.at(at, rank.time, person.id, () => void this.bring(campaign, person, 'at launch'));
      });
    };
    const { from = stage.now } = runOf(campaign.file, stage.setting.catalogue.zone);
    if (from > stage.now) stage.clock.at(from, rank.time, campaign.code, goLive);
    else goLive();
  }

  private schedule(campaign: RunningCampaign, door: Door, person: Person, after: Instant): void {
    const { stage } = this;
    const place = lotOf(`schedule/${campaign.code}/${person.id}`);
    const due = nextOccasion(door as Schedule, stage.zoneOf(person, door.zone ?? 'programme'), after, place);
    if (due === undefined) return;
    stage.clock.at(due, rank.time, person.id, () => {
      const { audience } = campaign.file;
      if (audience === undefined || stage.holds(person, audience)) this.bring(campaign, person, 'by the calendar');
      this.schedule(campaign, door, person, due);
    });
  }

  byEvent(person: Person, event: MemberEvent): void {
    const { catalogue } = this.stage.setting;
    for (const campaign of this.campaigns.values()) {
      for (const door of readDoors(campaign.file.entry)) {
        if (door.event !== event.type || event.at < campaign.launchedAt) continue;
        if (!passesTests({ where: (door.where ?? {}) as JsonObject }, event, catalogue)) continue;
        const latest = later(event.at, readDuration(door.notOlderThan ?? notOlderThanDefault), catalogue.zone);
        if (latest < this.stage.now) continue;
        const key = door.key === undefined ? undefined : keyOf(enteredValue(event, door.key, catalogue));
        const entry = this.entryOf(campaign, (field) => enteredValue(event, field, catalogue));
        this.enter({ campaign, person, entry, key, how: `by ${event.type}`, event });
      }
    }
  }

  byCall(code: string, person: Person, fields: JsonObject, how: string): void {
    const campaign = this.campaigns.get(code);
    if (campaign === undefined) return;
    const door = readDoors(campaign.file.entry).find(({ by }) => by !== undefined);
    const key = door?.key === undefined ? undefined : keyOf(fields[door.key]);
    this.enter({
      campaign,
      person,
      entry: this.entryOf(campaign, (field) => fields[field]),
      key,
      how,
      event: undefined,
    });
  }

  bySegments(person: Person, lookAt: (at: Instant) => void): void {
    for (const campaign of this.campaigns.values()) {
      readDoors(campaign.file.entry).forEach((door, place) => {
        const code = door.enters ?? door.leaves;
        if (code === undefined) return;
        const { isIn, since } = this.stage.membership(person, code);
        const mark = `${place}/${person.id}`;
        if (isIn !== (door.enters !== undefined) || campaign.taken.get(mark) === since) return;
        const { zone } = this.stage.setting.catalogue;
        const lasting = door.for === undefined ? since : later(since, readDuration(door.for), zone);
        if (lasting > this.stage.now) return lookAt(lasting);
        const how = `${door.enters === undefined ? 'falls out of' : 'comes into'} ${code}`;
        // Who comes too early is taken in when the days are over, if still there.
        const [tried, freeAt] = campaign.early.get(mark) ?? [];
        if (tried === since && (freeAt ?? 0) > this.stage.now) return;
        const free = this.bring(campaign, person, how);
        if (free === undefined) return void campaign.taken.set(mark, since);
        campaign.early.set(mark, [since, free]);
        lookAt(free);
      });
    }
  }

  /** Dates of a member that come within the next days: each is looked at again when it has come. */
  byDates(person: Person): void {
    const { stage } = this;
    for (const campaign of this.campaigns.values()) {
      readDoors(campaign.file.entry).forEach((door, place) => {
        if (door.date === undefined) return;
        const due = () => {
          const zone = stage.zoneOf(person, door.zone ?? campaign.file.zone ?? 'member');
          return dateDoorAt(door, stage.reckoning(person, zone, stage.now));
        };
        const at = due();
        const mark = `${campaign.code}/${place}/${person.id}/${at ?? ''}`;
        if (at === undefined || at < stage.now || at > stage.now + aheadMs || this.dates.has(mark)) return;
        this.dates.add(mark);
        stage.clock.at(at, rank.time, person.id, () => {
          if (due() === at) this.bring(campaign, person, `on ${door.date ?? ''}`);
        });
      });
    }
  }

  private bring(campaign: RunningCampaign, person: Person, how: string): Instant | undefined {
    return this.enter({ campaign, person, entry: {}, key: undefined, how, event: undefined });
  }

  /** Of what the member enters by, as much as the journey asks for. */
  private entryOf(campaign: RunningCampaign, valueOf: (field: string) => unknown): JsonObject {
    const fields = [...campaign.plan.needs.entry].map((field) => [field, valueOf(field) ?? null] as const);
    return Object.fromEntries(fields.filter(([, value]) => value !== null)) as JsonObject;
  }
}
