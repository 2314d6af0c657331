import type { Db } from '../../platform/database.ts';
import type { JsonObject } from '../../values/json.ts';
import type { SamplePoints } from '../../workflows/lifecycles/sample-points.ts';
import { type MessageSample, sampleDay } from '../../workflows/lifecycles/sample-values.ts';
import type { Told } from '../../workflows/lifecycles/ways-to-tell.ts';
import { spendablePoints } from '../ledger/rows-balances.ts';
import type { FoundMember } from '../members/find.ts';
import { type ExpiringPoints, type ExpiringWindow, readExpiring } from '../messaging/content/expiring-points.ts';
import type { EmailDraft } from '../messaging/content/preview-mail.ts';
import { listMessages } from '../messaging/sending/list.ts';
import { readReached } from '../messaging/sending/rows-reservations.ts';
import { wayFor } from '../messaging/sending/rules-way.ts';
import { readMessage } from '../messaging/sending/show.ts';
import type { StoredProgramme } from '../programme/rows.ts';
import type { Channel, MessageClass } from '../programme/rules-message-limits.ts';

/** Who an email is to, and what it is about. */
export type PreviewContents = Pick<EmailDraft, 'class' | 'variables' | 'expiring' | 'addressee'> & {
  /** What of it is made up, and what would keep it from being sent. */
  readonly notes: readonly string[];
};

/** The message that is previewed, and when. */
export interface PreviewedStep {
  readonly programme: StoredProgramme;
  readonly now: Date;
  readonly template: string;
  /** What the step that sends it would bring, made up from the settings. */
  readonly sample: MessageSample;
  readonly madeUp: SamplePoints;
  /** The ways in which the campaign tells it, best first. */
  readonly waysOf: (told: Told) => readonly [Told, ...Told[]];
  /** Its channels, best first. */
  readonly channels: readonly [Channel, ...Channel[]];
  /** The campaign's code; null of one that is not stored, so that nothing was ever sent of it. */
  readonly campaign: string | null;
}

const nobody = { name: 'Ada', address: 'ada@example.com' };
const dayMs = 86_400_000;

/** What somebody who does not exist would read. */
export function madeUpContents(step: PreviewedStep): PreviewContents {
  const { programme, sample, madeUp, waysOf } = step;
  const tier = programme.definition.tiers[0]?.code ?? '';
  const expiring = sample.expiringWithinDays === undefined ? undefined : madeUpPoints(step);
  const [whole, lesser] = waysOf(sample);
  return {
    ...{
      class: whole.class,
      variables: whole.variables ?? {},
      expiring,
      addressee: { ...nobody, tier, points: madeUp.points },
    },
    notes: [
      'Member and figures are made up; --member shows it for a real one.',
      ...(lesser === undefined ? [] : [`Who may not be sent offers gets it without the offer, as ${lesser.class}.`]),
    ],
  };
}

/** What this member would read: what the step said the last time, as far as there was one, and the points as they stand. */
export async function contentsFor(tx: Db, step: PreviewedStep, member: FoundMember): Promise<PreviewContents> {
  const { programme, now, sample, madeUp } = step;
  const { memberId, facts } = member;
  const { tier } = await tx.member.findUniqueOrThrow({ where: { id: memberId }, select: { tier: true } });
  const today = await spendablePoints(tx, { programmeId: programme.id, memberId }, now);
  const said = await lastMessage(tx, step, facts.id);
  const live = await livePoints(tx, step, memberId);
  const nothingLeft = live?.total === 0;
  const expiring = nothingLeft ? madeUpPoints(step) : live;
  // What the step would give is there by the time it is read, and so is what is said to expire.
  const points = Math.max(today + (said === undefined ? (madeUp.given ?? 0) : 0), expiring?.total ?? 0);
  const others = (await readReached(tx, [String(memberId)], step.channels)).get(String(memberId)) ?? {};
  const addressee = { ...facts, address: facts.email, others };
  const ways = said === undefined ? step.waysOf(sample) : ([said] as const);
  const { step: spoken, channel, isLesser, objection } = wayFor<Told>(ways, addressee, () => step.channels);
  return {
    ...{ class: spoken.class, variables: spoken.variables ?? {} },
    expiring,
    addressee: { name: facts.name, address: facts.email?.trim() || nobody.address, tier, points },
    notes: [
      said === undefined
        ? 'What the step says is made up from the settings.'
        : `What the step says is that of message ${said.id}, the member's last of this kind.`,
      ...(nothingLeft
        ? ['Nothing of the member expires then, so it would not be sent: these points are made up.']
        : []),
      ...(isLesser ? ['The member may not be sent offers, and gets it without the offer.'] : []),
      ...(channel === 'inbox' ? ["It goes into the member's inbox: the text, without what stands at its foot."] : []),
      ...(objection === undefined ? [] : [`It would not be sent: ${objection.reason}.`]),
    ],
  };
}

interface Said {
  readonly id: string;
  readonly class: MessageClass;
  readonly variables: JsonObject;
}

/** The member's last message of this template with all that its step says today; a file is not compared with what was sent. */
async function lastMessage(tx: Db, step: PreviewedStep, member: string): Promise<Said | undefined> {
  const { programme, campaign, template, sample } = step;
  if (campaign === null) return undefined;
  const filter = { programmeId: programme.id, campaign, template, member };
  const [last] = await listMessages(tx, { ...filter, limit: 1 });
  const detail = last && (await readMessage(tx, programme.id, last.id));
  if (!detail || !Object.keys(sample.variables).every((name) => Object.hasOwn(detail.variables, name)))
    return undefined;
  return { id: detail.id, variables: detail.variables, class: detail.class as MessageClass };
}

async function livePoints(
  tx: Db,
  { programme, now, sample: { expiringWithinDays } }: PreviewedStep,
  memberId: bigint,
): Promise<ExpiringPoints | undefined> {
  if (expiringWithinDays === undefined) return undefined;
  const fromAt = now.getTime();
  const window: ExpiringWindow = { kind: 'expiringPoints', fromAt, untilAt: fromAt + (expiringWithinDays + 1) * dayMs };
  const wanted = { memberId: String(memberId), window };
  return (await readExpiring(tx, programme.id, now, [wanted]))(wanted.memberId, window);
}

function madeUpPoints({ programme, now, sample: { expiringWithinDays = 0 }, madeUp }: PreviewedStep): ExpiringPoints {
  const expiresAt = sampleDay(now, programme.definition.zone).endAfter(expiringWithinDays);
  const total = madeUp.expiring ?? madeUp.points;
  return { total, lots: [{ points: total, expiresAt, officialAt: expiresAt, lapses: false }] };
}
