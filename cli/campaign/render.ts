import type { WrittenCampaign } from '../../modules/campaigns/check.ts';
import { isJourney, isJourneyFile } from '../../modules/campaigns/journey-definition.ts';
import { tellJourney } from '../../modules/campaigns/tell-journey.ts';
import type { CampaignSummary } from '../../modules/campaigns/list.ts';
import type { CampaignDetail } from '../../modules/campaigns/show.ts';
import type { JsonObject } from '../../values/json.ts';
import { date, timeOfDay } from '../../values/wording.ts';
import { nextSweepAt } from '../../modules/enrolments/sweep-times.ts';
import { writtenSettings } from '../../workflows/lifecycles/settings-written.ts';
import { stringify } from 'yaml';
import { findLifecycle } from '../../workflows/lifecycles/index.ts';
import { sayCount } from '../../platform/bounded-count.ts';
import { renderDifferences } from '../../platform/terminal/diff.ts';
import type { Output } from '../../platform/terminal/output.ts';
import { renderPairs, renderTable } from '../../platform/terminal/table.ts';
import type { ApplyReport } from '../../modules/campaigns/apply.ts';
import { howToGoOn } from './edit.ts';
import { counted, pluralOf } from '../../values/plural.ts';

/** The plan, and what came of it. */
export function renderApply(report: ApplyReport, out: Output): string {
  const { campaign, change, version, dryRun, changes, inside, staged } = report;
  if (change === 'unchanged') return `${campaign} is unchanged (version ${version}).`;
  const verb = dryRun ? 'would be' : 'is';
  if (change === 'created') return `${campaign} ${verb} created as a draft (version ${version}).`;
  if (staged) return [renderDifferences(changes, out), saysStaged(report)].join('\n');
  const lines = [renderDifferences(changes, out), `${campaign} ${verb} changed to version ${version}.`];
  if (changesWhatRuns(report)) {
    const those = inside === 0 ? 'nobody is inside' : `the ${count(inside)} inside keep the version they entered with`;
    lines.push(`Members who enter from now on take it; ${those}.`);
  }
  return lines.join('\n');
}

/** It waits beside the one that is live. */
function saysStaged({ campaign, version, dryRun }: ApplyReport): string {
  const next = dryRun ? '' : ` ${howToGoOn(campaign)}`;
  return `Version ${version} of ${campaign} ${dryRun ? 'would be' : 'is'} staged.${next}`;
}

const count = (value: number) => value.toLocaleString('en');

/** Whether members come to feel the change without another command. */
export function changesWhatRuns({ change, status, staged }: ApplyReport): boolean {
  return !staged && change === 'new version' && (status === 'live' || status === 'paused');
}

/** A journey that is new, or would be changed, read aloud: what its author meant is best seen in sentences. */
export function tellApplied({ value }: WrittenCampaign, { change, dryRun }: ApplyReport): string {
  if (!isJourneyFile(value) || change === 'unchanged' || (change !== 'created' && !dryRun)) return '';
  return `\n\n${indent(tellJourney({ settings: value as unknown as JsonObject }))}`;
}

/** When members are looked for, and when those who are found hear of it. */
export function renderFirstLook(at: Date, zone: string, { atHour }: JsonObject): string {
  const look = `Members who are due are looked for on the hour, first at ${timeOfDay(at, zone)} on ${date(at, zone)} (${zone})`;
  const offers = typeof atHour === 'number' ? `; what they are offered goes out at ${atHour}:00 of their own day` : '';
  return `${look}, while a worker runs${offers}.`;
}

export function renderCampaigns(campaigns: readonly CampaignSummary[], zone: string, out: Output): string {
  if (campaigns.length === 0) {
    return 'No campaigns yet. Launch one: perennial campaign launch playbooks/onboarding-gift';
  }
  const rows = campaigns.map((each) => {
    const total = Object.values(each.enrolments).reduce((sum, count) => sum + count, 0);
    return [
      each.code,
      each.name,
      paintStatus(each.status, out),
      `v${each.version}`,
      sayCount(total, each.estimated.length > 0),
      sayCount(each.enrolments.active ?? 0, each.estimated.includes('active')),
      each.launchedAt === null ? '' : date(each.launchedAt, zone),
    ];
  });
  return renderTable(
    [
      { title: 'Campaign' },
      { title: 'Name' },
      { title: 'Status' },
      { title: '' },
      { title: 'Entered', align: 'right' },
      { title: 'Inside', align: 'right' },
      { title: 'Launched' },
    ],
    rows,
  );
}

/** What a campaign is shown with. */
interface Manner {
  readonly zone: string;
  readonly currency: string;
  readonly now: Date;
  readonly out: Output;
}

/** One campaign: its rules, how enrolments ended and why, what its steps did. */
export function renderCampaign(detail: CampaignDetail, manner: Manner): string {
  const { definition } = detail;
  const { zone, currency, out } = manner;
  const section = (title: string, body: string) => ['', out.paint('bold', title), indent(body)];
  const about: (readonly [string, string])[] = [
    ['Status', paintStatus(detail.status, out)],
    ['Lifecycle', detail.lifecycle],
    ...(detail.staged === null
      ? []
      : [['Staged', `version ${detail.staged.version}, since ${date(detail.staged.appliedAt, zone)}`] as const]),
    ['Launched', detail.launchedAt === null ? 'not yet' : date(detail.launchedAt, zone)],
    ...(detail.endedAt === null ? [] : [['Ended', date(detail.endedAt, zone)] as const]),
    ...nextOf(detail, manner),
    ...(isJourney(definition) ? [] : [['Entry', describeEntry(detail)] as const]),
    ...(isJourney(definition) ? [] : definition.exitOn).map(
      (rule) => ['Exit on', `${rule.type} (${rule.reason})`] as const,
    ),
  ];
  return [
    out.paint('bold', `${detail.name} · ${detail.code}`),
    indent(renderPairs(about)),
    ...(isJourney(definition)
      ? section('Journey', tellJourney(definition))
      : section(`Settings (money in ${currency})`, renderSettings(definition.settings, currency))),
    ...section('Versions', renderVersions(detail, zone)),
    ...section('Members', renderEnrolments(detail)),
    ...(detail.steps.length > 0 ? section('Steps', renderSteps(detail)) : []),
  ].join('\n');
}

/** As they stand in a campaign file. */
function renderSettings(stored: JsonObject, currency: string): string {
  const settings = writtenSettings(stored, currency);
  if (Object.keys(settings).length === 0) return 'none';
  return stringify(settings, { lineWidth: 0, flowCollectionPadding: true }).trimEnd();
}

/** What comes by itself, and when. */
function nextOf(
  { status, definition, nextStep, nextMessageAt, sampled }: CampaignDetail,
  { zone, now }: Manner,
): [string, string][] {
  const when = (at: Date) => `${date(at, zone)} ${timeOfDay(at, zone)} (${zone})`;
  const held = status === 'paused' ? ', and then when it is resumed' : '';
  const runs = status === 'live' || status === 'paused';
  const mail = nextMessageAt !== null && runs;
  const members = (each: NonNullable<typeof nextStep>) =>
    `${sayCount(each.members, sampled)} ${pluralOf(each.members, { one: 'member', other: 'members' })} that day`;
  const swept = status === 'live' && findLifecycle(definition.lifecycle)?.trigger.kind === 'sweep';
  return [
    ...(swept ? [['Next look', when(nextSweepAt(now))] as [string, string]] : []),
    ...(nextStep !== null && runs
      ? [['Next step', `${when(nextStep.at)}, ${members(nextStep)}${held}`] as [string, string]]
      : []),
    ...(mail ? [['Next mail', `${when(nextMessageAt)}${held}`] as [string, string]] : []),
  ];
}

function renderVersions({ versions, version: current }: CampaignDetail, zone: string): string {
  const rows = versions.map(({ version, createdAt, enrolments, inside }) => [
    `${version}${version === current ? ' (current)' : ''}`,
    date(createdAt, zone),
    count(enrolments),
    count(inside),
  ]);
  const numbers = ['Entered', 'Inside'].map((title) => ({ title, align: 'right' as const }));
  return renderTable([{ title: 'Version' }, { title: 'Applied' }, ...numbers], rows);
}

function describeEntry({ definition: { lifecycle, reentry } }: CampaignDetail): string {
  const trigger = findLifecycle(lifecycle)?.trigger;
  if (trigger === undefined) return `as ${lifecycle} has it, an extension that this command was started without`;
  if (trigger.kind === 'sweep') return 'members whom the sweep finds due';
  const again =
    reentry.kind === 'never' ? 'once ever' : `again ${counted(reentry.days, 'day', 'days')} after the last time ended`;
  return `on ${trigger.pattern.type}, ${again}`;
}

function renderEnrolments({ enrolments, estimated, sampled, endings }: CampaignDetail): string {
  const active = enrolments.active ?? 0;
  const rows = [
    ...(active > 0 ? [['active', sayCount(active, estimated.includes('active')), '']] : []),
    ...endings.map(({ status, count, reason }) => [status, sayCount(count, sampled), reason]),
  ];
  if (rows.length === 0) return 'Nobody has entered yet.';
  return renderTable([{ title: 'State' }, { title: 'Members', align: 'right' }, { title: 'Why' }], rows);
}

function renderSteps({ steps, sampled }: CampaignDetail): string {
  const rows = steps.map((step) => [
    step.name,
    step.kind,
    step.outcome,
    sayCount(step.count, sampled),
    step.points === 0 ? '' : sayCount(step.points, sampled),
    step.reason ?? '',
  ]);
  return renderTable(
    [
      { title: 'Step' },
      { title: 'Kind' },
      { title: 'Outcome' },
      { title: 'Times', align: 'right' },
      { title: 'Points', align: 'right' },
      { title: 'Why' },
    ],
    rows,
  );
}

function paintStatus(status: CampaignSummary['status'], { paint }: Output): string {
  const colours = {
    draft: 'yellow',
    in_review: 'yellow',
    scheduled: 'yellow',
    live: 'green',
    paused: 'yellow',
    ended: 'dim',
  } as const;
  return paint(colours[status], status);
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? '' : `  ${line}`))
    .join('\n');
}
