import { consentObjection } from '../modules/messaging/reachability/rules-consent.ts';
import { heldByCaps } from '../modules/messaging/sending/rules-caps.ts';
import { decideSend, type SendDecision } from '../modules/messaging/sending/rules-send-decision.ts';
import type { Instant } from '../values/instant.ts';
import type { MessageAsk } from '../workflows/lifecycles/journey/asks.ts';
import { exitRules } from '../workflows/lifecycles/journey/story.ts';
import { matcherOf } from '../workflows/engine/run-stories.ts';
import { journeyProgram } from '../workflows/lifecycles/journey/story.ts';
import type { MemberEvent } from '../workflows/engine/story.ts';
import type { RunningCampaign } from './campaign.ts';
import { rank } from './clock.ts';
import type { Enrolment } from './enrolment.ts';
import { type Given, takeBack } from './gifts.ts';
import type { Person } from './person.ts';
import type { Stage } from './stage.ts';

/** A message that was asked for and has not left. */
interface Waiting {
  readonly ask: MessageAsk;
  readonly enrolment: Enrolment;
  readonly campaign: RunningCampaign;
  readonly reservedAt: Instant;
  readonly deadlineAt: Instant | null;
  readonly gives: readonly Given[];
}

const addresseeOf = ({ email, consents }: Person) => ({
  status: 'ACTIVE',
  address: email ?? null,
  marketing: consents.has('email') ? true : null,
  service: true,
  suppressed: null,
});

/** Why a member may not be sent a message of this class now. */
export const objectionTo = (ask: MessageAsk, person: Person): string | undefined =>
  consentObjection(ask.class, addresseeOf(person))?.reason;

/** Messages on their way: they leave when consent, night, caps and pause let them, or end with a reason. */
export class Outbox {
  private readonly held: Waiting[] = [];

  constructor(
    private readonly stage: Stage,
    /** Takes in what has come of a message as an event of the member. */
    private readonly happened: (person: Person, type: string, data: Readonly<Record<string, string>>) => void,
  ) {}

  reserve(message: Waiting): void {
    this.queue(message, this.stage.now);
  }

  /** Those that a pause has held leave now, as far as they still may. */
  resume(campaign: RunningCampaign): void {
    const own = this.held.filter((one) => one.campaign === campaign);
    for (const message of own) {
      this.held.splice(this.held.indexOf(message), 1);
      this.queue(message, this.stage.now);
    }
  }

  private queue(message: Waiting, at: Instant): void {
    // In the order in which they were asked for.
    this.stage.clock.at(at, rank.message, '', () => this.leave(message));
  }

  private leave(message: Waiting): void {
    const { campaign, ask, enrolment } = message;
    const decision = this.decide(message);
    const say = (text: string) => enrolment.say(`mail ${ask.template}: ${text}`);
    if (decision.kind === 'end') {
      const back = message.gives.filter((given) => takeBack(enrolment, given)).length;
      say(`${decision.status}, ${decision.reason}${back === 0 ? '' : '; what it promised is taken back'}`);
      return this.happened(enrolment.person, 'message.dropped', { template: ask.template });
    }
    if (campaign.status === 'paused') return void this.held.push(message);
    if (decision.kind === 'wait') {
      say(`waits until ${this.stage.show(decision.until, enrolment.person)} (${decision.reason})`);
      return this.queue(message, decision.until);
    }
    const { person } = enrolment;
    person.messages.push({ campaign: campaign.code, template: ask.template, class: ask.class, sentAt: this.stage.now });
    say('sent');
    this.happened(person, 'message.sent', { template: ask.template });
  }

  private decide({ ask, enrolment, reservedAt, deadlineAt }: Waiting): SendDecision {
    const { stage } = this;
    const { person } = enrolment;
    const zone = stage.zoneOf(person);
    const facts = {
      ...{ class: ask.class, addressee: addresseeOf(person), zone, quietHours: stage.setting.quietHours },
      ...{ deadlineAt, reservedAt, campaignStatus: null },
      enrolmentStatus: this.isLeaving(enrolment) ? 'exited' : enrolment.stay.status,
    };
    const first = decideSend(facts, stage.now);
    if (first.kind === 'end') return first;
    if (ask.onlyIf !== undefined && !stage.holds(person, ask.onlyIf, enrolment.zone, ask.known)) {
      return { kind: 'end', status: 'skipped', reason: 'it is not true any more' };
    }
    const caps = stage.setting.messageCaps.filter((cap) => cap.class === ask.class && cap.channel === ask.channel);
    const takenAt = person.messages.filter((one) => one.class === ask.class).map(({ sentAt }) => sentAt);
    const hold = heldByCaps(caps, { takenAt, underway: 0, ahead: 0 }, zone, stage.now);
    return hold === undefined ? first : decideSend(facts, stage.now, hold);
  }

  /** An exit of the same instant comes first, also when its story has not run yet. */
  private isLeaving(enrolment: Enrolment): boolean {
    if (enrolment.isOver) return false;
    const { file, language } = enrolment.plan;
    const matches = matcherOf(journeyProgram(file, language, this.stage.setting.catalogue));
    const rules = exitRules(file, enrolment.input);
    return enrolment.unread.some((event: MemberEvent) => rules.some((rule) => matches(rule, event)));
  }
}
