import type { CampaignSummary } from '../../modules/campaigns/list.ts';
import type { CampaignDetail } from '../../modules/campaigns/show.ts';
import { date } from '../../values/wording.ts';
import { lifecycles } from '../../workflows/lifecycles/index.ts';
import { sayCount } from '../../platform/bounded-count.ts';
import { renderDifferences } from '../../platform/terminal/diff.ts';
import type { Output } from '../../platform/terminal/output.ts';
import { renderPairs, renderTable } from '../../platform/terminal/table.ts';
import type { ApplyReport } from '../../modules/campaigns/apply.ts';

/** The plan, and what came of it. */
export function renderApply(report: ApplyReport, out: Output): string {
  const { campaign, change, version, dryRun, changes, status } = report;
  if (change === 'unchanged') return `${campaign} is unchanged (version ${version}).`;
  const verb = dryRun ? 'would be' : 'is';
  if (change === 'created') return `${campaign} ${verb} created as a draft (version 1).`;
  const lines = [renderDifferences(changes, out), `${campaign} ${verb} changed to version ${version}.`];
  if (change === 'new version' && status === 'live') {
    lines.push('Members who enter from now on take it; those inside keep the version they entered with.');
  }
  return lines.join('\n');
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
  const colours = { draft: 'yellow', live: 'green', paused: 'yellow', ended: 'dim' } as const;
  return paint(colours[status], status);
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}
