import { localDay } from '../values/calendar.ts';
import type { Instant } from '../values/instant.ts';
import type { JsonObject } from '../values/json.ts';
import type { EndingRecord } from '../workflows/engine/protocol.ts';
import type { MemberEvent } from '../workflows/engine/story.ts';
import { lacksForEntry } from '../workflows/lifecycles/journey/budgets.ts';
import { begunAgain, type EditPolicy, fateOf } from '../workflows/lifecycles/journey/edits.ts';
import { mayEnter } from '../workflows/lifecycles/journey/entering.ts';
import type { JourneyFile } from '../workflows/lifecycles/journey/file.ts';
import { lotOf } from '../workflows/lifecycles/journey/lot.ts';
import { overEvent, segmentEvents } from '../workflows/lifecycles/journey/patterns.ts';
import { runOf } from '../workflows/lifecycles/journey/runs.ts';
import { planOf } from '../workflows/lifecycles/journey/plan.ts';
import { minus, noCost, plus, RunningCampaign } from './campaign.ts';
import { rank } from './clock.ts';
import { Doors, type Entering } from './doors.ts';
import { Enrolment } from './enrolment.ts';
import { Claims } from './gifts.ts';
import { Outbox } from './outbox.ts';
import { perform, type Workshop } from './performing.ts';
import { Person, type PersonStart } from './person.ts';
import { type Setting, Stage } from './stage.ts';
import { look } from './watching.ts';

const hourMs = 3_600_000;
/** Rounds of running what wants to run at one instant; more would be journeys that wake each other for ever. */
const roundsMax = 10_000;

/** What an endpoint answers; undefined when it does not. */
export type Endpoint = (send: JsonObject) => JsonObject | undefined;

/** A programme with members and journeys in memory: what would happen, in virtual time, writing nothing. */
export class World {
  readonly stage: Stage;
  readonly campaigns = new Map<string, RunningCampaign>();
  readonly enrolments: Enrolment[] = [];
  readonly endpoints = new Map<string, Endpoint>();
  private readonly outbox: Outbox;
  private readonly doors: Doors;
  private readonly claims = new Claims();
  private readonly looks = new Set<string>();

  constructor(setting: Setting, start: string) {
    this.stage = new Stage(setting, start);
    this.outbox = new Outbox(this.stage, (person, type, data) =>
      this.take(person, { id: `${type}-${this.stage.nextId()}`, type, at: this.stage.now, data }),
    );
    this.doors = new Doors(this.stage, this.campaigns, (entering) => this.enter(entering));
    const { clock } = this.stage;
    const sweep = () => {
      this.sweep();
      clock.at(clock.now + hourMs, rank.time, 'sweep', sweep);
    };
    clock.at(Math.ceil(clock.now / hourMs) * hourMs, rank.time, 'sweep', sweep);
  }

  add(start: PersonStart): Person {
    const person = new Person(start, this.stage.now);
    this.stage.people.set(person.id, person);
    if (this.campaigns.size > 0) this.stage.beginOutside(person);
    this.lookAtEnds(person);
    this.changed(person);
    return person;
  }

  person(id: string): Person {
    const person = this.stage.people.get(id);
    if (person === undefined) throw new Error(`there is no member ${id}`);
    return person;
  }

  /** Something happens to a member; it is heard of at `arrives`, and counts by its own time. */
  happens(
    memberId: string,
    at: string | Instant,
    type: string,
    data: Readonly<Record<string, unknown>> = {},
    { id, arrives }: { readonly id?: string; readonly arrives?: string | Instant } = {},
  ): void {
    const instant = (text: string | Instant) => (typeof text === 'number' ? text : this.stage.instant(text));
    const event = { id: id ?? `e${this.stage.nextId()}`, type, at: instant(at), data: data as JsonObject };
    this.stage.clock.at(instant(arrives ?? at), rank.event, event.id, () => {
      const person = this.stage.people.get(memberId);
      if (person !== undefined) this.take(person, event);
    });
  }

  /** Does something at an instant, such as a pause. */
  at(instant: string, run: () => void): void {
    this.stage.clock.at(this.stage.instant(instant), rank.event, '', run);
  }

  launch(file: JourneyFile): void {
    const campaign = new RunningCampaign(this.stage, file);
    this.campaigns.set(campaign.code, campaign);
    this.doors.open(campaign);
    for (const person of this.stage.people.values()) this.doors.byDates(person);
    const { until } = runOf(file, this.stage.setting.catalogue.zone);
    if (until !== undefined && file.runs?.then === 'leave')
      this.stage.clock.at(until, rank.event, overEvent, () => this.tellAll(campaign, overEvent));
  }

  pause(code: string): void {
    this.campaign(code).status = 'paused';
  }

  /** Lets held effects go on, and takes in who would have come in meanwhile. */
  resume(code: string): void {
    const campaign = this.campaign(code);
    campaign.status = 'live';
    this.outbox.resume(campaign);
    for (const enrolment of this.inside(campaign)) enrolment.resumed();
    for (const enter of campaign.waiting.splice(0)) enter();
  }

  /** Takes a new version live, and those inside with it as the policy says. */
  edit(
    file: JourneyFile,
    policy: EditPolicy,
  ): { readonly moved: number; readonly stay: number; readonly restarted: number } {
    const campaign = this.campaign(file.campaign);
    const inside = this.inside(campaign);
    campaign.replace(planOf(file, this.stage.setting.language));
    this.doors.follow(campaign);
    const count = { moved: 0, stay: 0, restarted: 0 };
    for (const enrolment of inside) {
      if (policy === 'restart') {
        this.restart(campaign, enrolment);
        count.restarted += 1;
      } else if (policy === 'move' && this.move(campaign, enrolment)) count.moved += 1;
      else count.stay += 1;
    }
    return count;
  }

  /** Two accounts become one: by key, the survivor's story stands, or the other's comes over. */
  merge(keptId: string, goneId: string): void {
    const [kept, gone] = [this.person(keptId), this.person(goneId)];
    const mine = this.enrolments.filter(({ person }) => person === kept);
    const theirs = this.enrolments.filter(({ person }) => person === gone);
    kept.takeOver(gone);
    this.stage.people.delete(goneId);
    for (const enrolment of theirs) {
      const { campaign, key, isOver } = enrolment;
      enrolment.person = kept;
      if (isOver) continue;
      if (mine.some((one) => one.campaign === campaign && one.key === key)) {
        this.end(enrolment, 'exited', `is one person with ${keptId}, who is or was here`);
        continue;
      }
      const state = enrolment.state();
      const input = { ...state.input, lotOf: state.input.lotOf ?? goneId };
      enrolment.goOn(enrolment.plan.file, { memberId: keptId, input });
      enrolment.say(`comes over from ${goneId}`);
    }
    for (const enrolment of this.enrolments)
      if (enrolment.person === kept) for (const event of kept.events) enrolment.hear(event as MemberEvent);
    this.changed(kept);
  }

  /** Lets time go on to an instant. */
  async run(until: string): Promise<void> {
    const end = this.stage.instant(until);
    const { clock } = this.stage;
    await this.rest();
    for (let next = this.nextAt(); next <= end; next = this.nextAt()) {
      clock.now = Math.max(clock.now, next);
      await this.rest();
    }
    clock.now = end;
  }

  /** What happened, what leaves, stories, what only time brings: until nothing is left to do at this instant. */
  private async rest(): Promise<void> {
    const { clock } = this.stage;
    for (let round = 0; round < roundsMax; round += 1) {
      if (clock.run(rank.event) || clock.run(rank.message)) continue;
      const ready = this.enrolments.filter((enrolment) => enrolment.wantsToRun);
      for (const enrolment of ready) await this.runOne(enrolment);
      if (ready.length > 0) continue;
      if (!clock.run(rank.time)) return;
    }
    throw new Error(`the journeys do not come to rest at ${clock.now}`);
  }

  private async runOne(enrolment: Enrolment): Promise<void> {
    if (enrolment.isOver) return;
    const shop: Workshop = {
      ...{ stage: this.stage, outbox: this.outbox, claims: this.claims },
      campaignOf: ({ campaign }) => this.campaign(campaign),
      lookAt: ({ person }, at) => this.lookAt(person, at),
      enter: (campaign, { person }, fields) => this.bring(campaign, person, fields, `from ${enrolment.campaign}`),
      call: (_, call, endpoint, send) => this.answer(enrolment.person, call, endpoint, send),
      changed: ({ person }) => this.changed(person),
    };
    await enrolment.run(
      (request) => perform(shop, enrolment, request),
      (ending: EndingRecord) => this.end(enrolment, ending.status, ending.reason, ending.at),
    );
  }

  private nextAt(): Instant {
    const dues = this.enrolments.flatMap((enrolment) => enrolment.nextAt() ?? []);
    return Math.min(this.stage.clock.nextAt() ?? Infinity, ...dues);
  }

  /** An event is taken in: it makes the member what the member is, brings in and out, and is told to those inside. */
  private take(person: Person, event: MemberEvent): void {
    const late = event.at < this.stage.now ? `, of ${this.stage.show(event.at, person)}` : '';
    if (!event.type.startsWith('message.')) this.stage.say(person.id, '', `* ${event.type}${late}`);
    person.take(event);
    this.doors.byEvent(person, event);
    for (const enrolment of this.enrolments) if (enrolment.person === person) enrolment.hear(event);
    this.lookAtEnds(person);
    this.changed(person);
  }

  /** Somebody's answer, or none, as an event of the member. */
  private answer(person: Person, call: string, endpoint: string, send: JsonObject): void {
    const found = this.endpoints.get(endpoint)?.(send);
    if (found === undefined) return;
    const event = { id: `answered-${call}`, type: 'webhook.answered', at: this.stage.now, data: { ...found, call } };
    this.stage.clock.at(this.stage.now, rank.event, event.id, () => this.take(person, event));
  }

  /** Brings a member in by a call: of the API, or of another journey. */
  bring(code: string, person: Person, fields: JsonObject, how: string): void {
    this.doors.byCall(code, person, fields, how);
  }

  private enter({ campaign, person, entry, key, how, event }: Entering): Instant | undefined {
    if (campaign.status === 'paused') {
      this.stage.say(person.id, campaign.code, 'would enter; waits for the end of the pause');
      campaign.waiting.push(() => void this.enter({ campaign, person, entry, key, how, event }));
      return undefined;
    }
    const refuse = (why: string) => this.stage.say(person.id, campaign.code, `does not enter: ${why}`);
    const { file } = campaign;
    const { from, until } = runOf(file, this.stage.setting.catalogue.zone);
    if (from !== undefined && this.stage.now < from) return void refuse('the campaign has not begun');
    if (until !== undefined && this.stage.now >= until) return void refuse('the campaign is over');
    if (file.audience !== undefined && !this.stage.holds(person, file.audience))
      return void refuse('is not in the audience');
    const own = this.enrolments.filter((one) => one.campaign === campaign.code && one.person === person);
    const stays = own.map((one) => ({
      ...{ id: one.id, isOver: one.isOver, isUncounted: one.isUncounted },
      ...(one.key === undefined ? {} : { key: one.key }),
      ...(one.stay.endedAt === undefined ? {} : { endedAt: one.stay.endedAt }),
    }));
    const asking = { now: this.stage.now, zone: this.stage.zoneOf(person), ...(key === undefined ? {} : { key }) };
    const verdict = mayEnter(file, stays, asking);
    if (verdict.kind === 'same') return void refuse('is inside with this key already');
    if (verdict.kind === 'refused') {
      refuse(verdict.reason);
      return verdict.free;
    }
    for (const one of own) if (verdict.ends.includes(one.id)) this.end(one, 'exited', 'a newer one began');
    const lacks = lacksForEntry(file.budget, campaign.spent, campaign.worst);
    if (lacks !== undefined) return void refuse(`the budget has no ${lacks} left for one more`);
    const input = { enteredAt: event?.at ?? this.stage.now, entry, ...(key === undefined ? {} : { key }) };
    this.admit(campaign, person, input, { how, ...(event === undefined ? {} : { by: event.id }) });
    return undefined;
  }

  private admit(
    campaign: RunningCampaign,
    person: Person,
    input: Enrolment['input'],
    { how, by }: { how: string; by?: string },
  ): void {
    const { file, spent } = campaign;
    const reserved = file.budget === undefined || file.budget.reserve === 'onStep' ? noCost : campaign.worst;
    campaign.spent = { ...spent, reserved: plus(spent.reserved, reserved), members: spent.members + 1 };
    const isHeldOut = lotOf(`hold-out/${campaign.code}/${person.id}`) < (file.holdOut ?? 0);
    const id = `${campaign.code}/${this.enrolments.length + 1}`;
    const brought = by === undefined ? {} : { by };
    const enrolment = new Enrolment(this.stage, { id, file, person, input, isHeldOut, reserved, ...brought });
    enrolment.say(
      `enters (${how}${enrolment.key === undefined ? '' : `, ${enrolment.key}`})${isHeldOut ? ', held out' : ''}`,
    );
    this.enrolments.push(enrolment);
    look(this.stage, enrolment, (at) => this.lookAt(person, at));
  }

  private end(enrolment: Enrolment, status: string, reason: string, at: Instant = this.stage.now): void {
    if (enrolment.isOver) return;
    enrolment.isOver = true;
    const { stay, person } = enrolment;
    stay.endedAt = at;
    stay.status = status;
    enrolment.isUncounted ||= status === 'skipped';
    const campaign = this.campaign(enrolment.campaign);
    campaign.spent = { ...campaign.spent, reserved: minus(campaign.spent.reserved, enrolment.reserved) };
    enrolment.reserved = noCost;
    for (const stake of enrolment.stakes) {
      const points = person.ledger.release(stake);
      if (points !== undefined) enrolment.say(`${points} points that were set aside are given back`);
    }
    enrolment.say(`ends ${status}: ${reason}`);
    this.changed(person);
  }

  private move(campaign: RunningCampaign, enrolment: Enrolment): boolean {
    const fate = fateOf(enrolment.state(), enrolment.plan, campaign.plan);
    if (fate.kind === 'stays') return false;
    enrolment.goOn(campaign.file, this.nextChapter(enrolment, fate.input));
    enrolment.say(`goes on in version ${campaign.version}`);
    look(this.stage, enrolment, (at) => this.lookAt(enrolment.person, at));
    return true;
  }

  /** The same enrolment from the first step on: nothing that was done is done again. */
  private restart(campaign: RunningCampaign, enrolment: Enrolment): void {
    enrolment.goOn(campaign.file, this.nextChapter(enrolment, begunAgain(enrolment.state())));
    enrolment.beginAnew();
    enrolment.say(`begins anew in version ${campaign.version}`);
    look(this.stage, enrolment, (at) => this.lookAt(enrolment.person, at));
  }

  private nextChapter(enrolment: Enrolment, input: JsonObject) {
    return { input, chapter: enrolment.state().chapter + 1, startedAt: this.stage.now, results: [] };
  }

  /** Something about a member may have changed. */
  private changed(person: Person): void {
    for (const { code, isIn } of this.stage.changesOf(person)) {
      const type = isIn ? segmentEvents.entered : segmentEvents.left;
      const event = { id: `${type}-${this.stage.nextId()}`, type, at: this.stage.now, data: { segment: code } };
      for (const enrolment of this.enrolments) if (enrolment.person === person) enrolment.hear(event);
    }
    this.doors.byDates(person);
    this.doors.bySegments(person, (at) => this.lookAt(person, at));
    for (const enrolment of this.enrolments)
      if (enrolment.person === person && !enrolment.isOver)
        look(this.stage, enrolment, (at) => this.lookAt(person, at));
  }

  /** Looks at a member again at an instant, once however often it is asked for. */
  private lookAt(person: Person, at: Instant): void {
    const key = `${at}/${person.id}`;
    if (this.looks.has(key)) return;
    this.looks.add(key);
    this.stage.clock.at(at, rank.time, person.id, () => {
      this.looks.delete(key);
      this.changed(person);
    });
  }

  private lookAtEnds(person: Person): void {
    const at = person.ledger.nextEndAt(this.stage.now);
    if (at !== undefined) this.lookAt(person, at);
  }

  /** Days end at midnight: the programme's for segments, the member's inside a journey. */
  private sweep(): void {
    const { now, people } = this.stage;
    for (const person of people.values()) {
      const zones = [this.stage.setting.catalogue.zone, this.stage.zoneOf(person)];
      if (zones.some((zone) => isMidnight(now, zone))) this.changed(person);
    }
  }

  private tellAll(campaign: RunningCampaign, type: string): void {
    for (const enrolment of this.inside(campaign))
      enrolment.hear({ id: `${type}-${this.stage.nextId()}`, type, at: this.stage.now, data: {} });
  }

  private inside(campaign: RunningCampaign): Enrolment[] {
    return this.enrolments.filter((one) => one.campaign === campaign.code && !one.isOver);
  }

  private campaign(code: string): RunningCampaign {
    const campaign = this.campaigns.get(code);
    if (campaign === undefined) throw new Error(`the campaign ${code} does not run`);
    return campaign;
  }
}

/** True in the hour in which a day begins. */
function isMidnight(at: Instant, zone: string): boolean {
  const { year, month, day } = localDay(new Date(at), zone);
  const before = localDay(new Date(at - hourMs), zone);
  return before.day !== day || before.month !== month || before.year !== year;
}
