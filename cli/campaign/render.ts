import type { CampaignSummary } from '../../modules/campaigns/list.ts';
import type { CampaignDetail } from '../../modules/campaigns/show.ts';
import type { JsonObject } from '../../values/json.ts';
import { date, timeOfDay } from '../../values/wording.ts';
import { lifecycles } from '../../workflows/lifecycles/index.ts';
import { renderDifferences } from '../../platform/terminal/diff.ts';
import type { Output } from '../../platform/terminal/output.ts';
import { renderPairs, renderTable } from '../../platform/terminal/table.ts';
import type { ApplyReport } from '../../modules/campaigns/apply.ts';

/** The plan, and what came of it. */
export function renderApply(report: ApplyReport, out: Output): string {
  const { campaign, change, version, dryRun, changes, inside } = report;
  if (change === 'unchanged') return `${campaign} is unchanged (version ${version}).`;
  const verb = dryRun ? 'would be' : 'is';
  if (change === 'created') return `${campaign} ${verb} created as a draft (version ${version}).`;
  const lines = [renderDifferences(changes, out), `${campaign} ${verb} changed to version ${version}.`];
  if (changesWhatRuns(report)) {
    const those = inside === 0 ? 'nobody is inside' : `the ${count(inside)} inside keep the version they entered with`;
    lines.push(`Members who enter from now on take it; ${those}.`);
  }
  return lines.join('\n');
}

const count = (value: number) => value.toLocaleString('en');

/** Whether members come to feel the change without another command. */
export function changesWhatRuns({ change, status }: ApplyReport): boolean {
  return change === 'new version' && (status === 'live' || status === 'paused');
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
      total.toLocaleString('en'),
      (each.enrolments.active ?? 0).toLocaleString('en'),
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

/** One campaign: its rules, how enrolments ended and why, what its steps did. */
export function renderCampaign(detail: CampaignDetail, zone: string, out: Output): string {
  const { definition } = detail;
  const section = (title: string, body: string) => ['', out.paint('bold', title), indent(body)];
  const about: (readonly [string, string])[] = [
    ['Status', paintStatus(detail.status, out)],
    ['Lifecycle', detail.lifecycle],
    ['Version', `${detail.version} of ${detail.versions.length}`],
    ['Launched', detail.launchedAt === null ? 'not yet' : date(detail.launchedAt, zone)],
    ...(detail.endedAt === null ? [] : [['Ended', date(detail.endedAt, zone)] as const]),
    ['Entry', describeEntry(detail)],
    ...definition.exitOn.map((rule) => ['Exit on', `${rule.type} (${rule.reason})`] as const),
  ];
  const settings = Object.entries(definition.settings).map(([name, value]) => [name, JSON.stringify(value)] as const);
  return [
    out.paint('bold', `${detail.name} · ${detail.code}`),
    indent(renderPairs(about)),
    ...section('Settings', settings.length > 0 ? renderPairs(settings) : 'none'),
    ...section('Members', renderEnrolments(detail)),
    ...(detail.steps.length > 0 ? section('Steps', renderSteps(detail)) : []),
  ].join('\n');
}

function describeEntry({ definition: { lifecycle, reentry } }: CampaignDetail): string {
  const { trigger } = lifecycles[lifecycle];
  if (trigger.kind === 'sweep') return 'members whom the sweep finds due';
  const again = reentry.kind === 'never' ? 'once ever' : `again ${reentry.days} days after the last time ended`;
  return `on ${trigger.pattern.type}, ${again}`;
}

function renderEnrolments({ enrolments, endings }: CampaignDetail): string {
  const active = enrolments.active ?? 0;
  const rows = [
    ...(active > 0 ? [['active', active.toLocaleString('en'), '']] : []),
    ...endings.map(({ status, count, reason }) => [status, count.toLocaleString('en'), reason]),
  ];
  if (rows.length === 0) return 'Nobody has entered yet.';
  return renderTable([{ title: 'State' }, { title: 'Members', align: 'right' }, { title: 'Why' }], rows);
}

function renderSteps({ steps }: CampaignDetail): string {
  const rows = steps.map((step) => [
    step.name,
    step.kind,
    step.outcome,
    step.count.toLocaleString('en'),
    step.points === 0 ? '' : step.points.toLocaleString('en'),
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
  const colours = { draft: 'yellow', live: 'green', paused: 'yellow', ended: 'dim' } as const;
  return paint(colours[status], status);
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}
