import type { StoredProgramme } from '../programme/rows.ts';
import type { Clock } from '../../platform/clock.ts';
import { type Database, type Db, inTransaction } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import { endOfLocalDay, localDay } from '../../values/calendar.ts';
import type { JsonObject } from '../../values/json.ts';
import type { MessageForm } from '../../workflows/lifecycles/form.ts';
import { lifecycleForms } from '../../workflows/lifecycles/forms.ts';
import type { MessageSample } from '../../workflows/lifecycles/sample-values.ts';
import { sampleMessage } from '../../workflows/lifecycles/samples.ts';
import { balanceOf } from '../ledger/rows-balances.ts';
import { findMember, type FoundMember } from '../members/find.ts';
import { type ExpiringPoints, type ExpiringWindow, readExpiring } from '../messaging/content/expiring-points.ts';
import { type EmailDraft, type PreviewedLetter, previewEmail } from '../messaging/content/preview-mail.ts';
import { readMessagingProgramme } from '../messaging/content/rows-sources.ts';
import { chooseLocale } from '../messaging/content/rules-locale.ts';
import { consentObjection } from '../messaging/reachability/rules-consent.ts';
import { listMessages, readMessage } from '../messaging/sending/rows-view.ts';
import type { MessageClass } from '../programme/rules-message-limits.ts';
import { readCurrent } from './apply.ts';
import { isPath, loadCampaign, messageProblems, refuseProblems } from './load.ts';
import type { CampaignDefinition } from './rules.ts';
import { findCampaign } from './versions.ts';

export interface PreviewRequest {
  /** A campaign file, a playbook's folder, or the code of a campaign that was applied. */
  readonly campaign: string;
  readonly template: string;
  /** The shop's id or the e-mail of a real member; somebody made up when absent. */
  readonly member?: string;
  readonly locale?: string;
}

/** A letter, and what there is to know of it. */
export interface Preview {
  readonly campaign: string;
  /** Null of a file. */
  readonly version: number | null;
  readonly template: string;
  readonly locale: string;
  readonly class: MessageClass;
  /** The shop's id of the member; null of one who is made up. */
  readonly member: string | null;
  readonly from: string;
  readonly to: string;
  readonly letter: PreviewedLetter;
  /** What of it is made up, and what would keep it from being sent. */
  readonly notes: readonly string[];
}

interface Found {
  readonly definition: CampaignDefinition;
  readonly version: number | null;
}

/** Who the letter is to, and what it is about. */
type Contents = Pick<EmailDraft, 'class' | 'variables' | 'expiring' | 'addressee'> & {
  readonly notes: readonly string[];
};

const nobody = { name: 'Ada', address: 'ada@example.com', points: 1_240 };
const publicUrlUnset = 'https://club.example';
const pointsMadeUp = 480;
const dayMs = 86_400_000;

/** Writes a message of a campaign as a member would get it now. The database is only read: it refuses anything else meanwhile. */
export async function previewMessage(
  {
    database,
    clock,
    publicUrl,
  }: { readonly database: Database; readonly clock: Clock } & { readonly publicUrl?: string | undefined },
  programme: StoredProgramme,
  request: PreviewRequest,
): Promise<Preview> {
  const found = await loadDefinition(database, programme, request.campaign);
  return await inTransaction(database, async (tx) => {
    await tx.$executeRaw`SET TRANSACTION READ ONLY`;
    return await writePreview(tx, { programme, request, found, now: clock.now(), publicUrl });
  });
}

interface Work {
  readonly programme: StoredProgramme;
  readonly request: PreviewRequest;
  readonly found: Found;
  readonly now: Date;
  readonly publicUrl: string | undefined;
}

async function writePreview(tx: Db, work: Work): Promise<Preview> {
  const { programme, request, found, now, publicUrl } = work;
  const { definition, version } = found;
  const { template } = request;
  const sources = definition.messages[template];
  const sample = sampleOf(work);
  if (sources === undefined || sample === undefined) throw unknownTemplate(definition, template);
  const member = request.member === undefined ? undefined : await findMember(tx, programme, request.member);
  const wanted = [member?.facts.locale ?? null, programme.definition.locale];
  const locale = localeOf(Object.keys(sources), request, wanted);
  const source = sources[locale];
  if (source === undefined) throw unknownTemplate(definition, template);
  refuseProblems(
    messageProblems(definition, programme.definition, request.campaign).filter(
      ({ field }) => field === `${template}.${locale}`,
    ),
  );

  const messaging = await readMessagingProgramme(tx, programme.id);
  const contents = member ? await contentsFor(tx, work, sample, member) : madeUp(work, sample);
  const { notes, ...about } = contents;
  const context = { programme: messaging, now, publicUrl: publicUrl ?? publicUrlUnset };
  const letter = await previewEmail({ source, locale, ...about }, context);
  const { sender } = messaging;
  return {
    ...{ campaign: definition.code, version, template, locale, class: contents.class },
    member: member?.facts.id ?? null,
    from: mailbox(sender.name, sender.address),
    to: mailbox(about.addressee.name, about.addressee.address),
    letter,
    notes: [...notesOn(definition, template, publicUrl), ...notes],
  };
}

async function loadDefinition(database: Database, programme: StoredProgramme, campaign: string): Promise<Found> {
  if (isPath(campaign)) {
    return { definition: (await loadCampaign(campaign, programme.definition)).definition, version: null };
  }
  const { code } = await findCampaign(database, { programmeId: programme.id, code: campaign });
  const current = await readCurrent(database, programme.id, code);
  if (current === undefined) throw new Error(`campaign "${code}" has no version`);
  return current;
}

/** Coupons and points last until the end of a local day. */
function sampleOf({ programme, request, found: { definition }, now }: Work): MessageSample | undefined {
  const { zone } = programme.definition;
  const at = endOfLocalDay(localDay(now, zone), zone).getTime();
  return sampleMessage(definition.lifecycle, request.template, definition.settings, at);
}

function madeUp({ programme, now }: Work, sample: MessageSample): Contents {
  const tier = programme.definition.tiers[0]?.code ?? '';
  const expiring = sample.expiringWithinDays === undefined ? undefined : madeUpPoints(programme, now, sample);
  return {
    ...{ class: sample.class, variables: sample.variables, expiring, addressee: { ...nobody, tier } },
    notes: ['Member and figures are made up; --member shows it for a real one.'],
  };
}

/** What this member would read: what the step said the last time, as far as there was one, and the points as they stand. */
async function contentsFor(tx: Db, work: Work, sample: MessageSample, member: FoundMember): Promise<Contents> {
  const { programme, now } = work;
  const { memberId, facts } = member;
  const { tier } = await tx.member.findUniqueOrThrow({ where: { id: memberId }, select: { tier: true } });
  const { available: points } = await balanceOf(tx, { programmeId: programme.id, memberId });
  const said = await lastMessage(tx, work, sample, facts.id);
  const live = await livePoints(tx, work, memberId, sample);
  const nothingLeft = live?.total === 0;
  const spoken = said ?? sample;
  const objection = consentObjection(spoken.class, { ...facts, address: facts.email });
  return {
    ...{ class: spoken.class, variables: spoken.variables },
    expiring: nothingLeft ? madeUpPoints(programme, now, sample) : live,
    addressee: { name: facts.name, address: facts.email?.trim() || nobody.address, tier, points },
    notes: [
      said === undefined
        ? 'What the step says is made up from the settings.'
        : `What the step says is that of message ${said.id}, the member's last of this kind.`,
      ...(nothingLeft
        ? ['Nothing of the member expires then, so it would not be sent: these points are made up.']
        : []),
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
async function lastMessage(tx: Db, work: Work, sample: MessageSample, member: string): Promise<Said | undefined> {
  const { programme, request, found } = work;
  if (found.version === null) return undefined;
  const filter = { programmeId: programme.id, campaign: found.definition.code, template: request.template, member };
  const [last] = await listMessages(tx, { ...filter, limit: 1 });
  const detail = last && (await readMessage(tx, programme.id, last.id));
  if (!detail || !Object.keys(sample.variables).every((name) => Object.hasOwn(detail.variables, name)))
    return undefined;
  return { id: detail.id, variables: detail.variables, class: detail.class as MessageClass };
}

async function livePoints(
  tx: Db,
  { programme, now }: Work,
  memberId: bigint,
  { expiringWithinDays }: MessageSample,
): Promise<ExpiringPoints | undefined> {
  if (expiringWithinDays === undefined) return undefined;
  const fromAt = now.getTime();
  const window: ExpiringWindow = { kind: 'expiringPoints', fromAt, untilAt: fromAt + (expiringWithinDays + 1) * dayMs };
  const wanted = { memberId: String(memberId), window };
  return (await readExpiring(tx, programme.id, now, [wanted]))(wanted.memberId, window);
}

function madeUpPoints(programme: StoredProgramme, now: Date, { expiringWithinDays = 0 }: MessageSample) {
  const { zone } = programme.definition;
  const day = localDay(new Date(now.getTime() + expiringWithinDays * dayMs), zone);
  const expiresAt = endOfLocalDay(day, zone).getTime();
  return { total: pointsMadeUp, lots: [{ points: pointsMadeUp, expiresAt, officialAt: expiresAt, lapses: false }] };
}

function localeOf(written: readonly string[], { template, locale }: PreviewRequest, wanted: (string | null)[]): string {
  const chosen =
    locale === undefined
      ? chooseLocale(written, wanted)
      : written.find((each) => each.toLowerCase() === locale.toLowerCase());
  if (chosen !== undefined) return chosen;
  throw new PerennialError('USAGE', `The message ${template} is not written in "${locale ?? ''}".`, {
    field: '--locale',
    fix: `Write one of ${written.join(', ')}.`,
  });
}

function unknownTemplate({ code, lifecycle, messages }: CampaignDefinition, template: string): PerennialError {
  const known = Object.keys(lifecycleForms[lifecycle].messages).filter((name) => messages[name] !== undefined);
  return new PerennialError('MESSAGE_NOT_FOUND', `The campaign ${code} sends no message "${template}".`, {
    field: 'template',
    fix: `Name one of ${known.join(', ')}.`,
  });
}

function notesOn({ lifecycle, settings }: CampaignDefinition, template: string, publicUrl: string | undefined) {
  const forms: Readonly<Record<string, MessageForm>> = lifecycleForms[lifecycle].messages;
  const isSent = forms[template]?.sentWith?.(settings) ?? true;
  return [
    ...(isSent ? [] : ['With these settings the campaign sends it to nobody.']),
    ...(publicUrl === undefined ? ['PUBLIC_URL is not set: links lead to a made-up address.'] : []),
  ];
}

const mailbox = (name: string | null, address: string) => (name ? `${name} <${address}>` : address);
