import { Command } from 'commander';
import type { CampaignReport, ConversionReport } from '../../modules/campaigns/report.ts';
import { readCampaignReport } from '../../modules/campaigns/report.ts';
import type { SplitReport } from '../../modules/campaigns/rules-ways.ts';
import { date, type DisplayFormat, points } from '../../values/wording.ts';
import { withExamples } from '../arguments.ts';
import { withDatabase } from '../context.ts';
import type { Output } from '../../platform/terminal/output.ts';
import { renderTable } from '../../platform/terminal/table.ts';
import { counted, pluralOf } from '../../values/plural.ts';

/** `perennial campaign report`: what a campaign did, and what it really added. */
export function reportCommand(): Command {
  const command = new Command('report')
    .description('how enrolments ended, what was sent and given, and how many orders the campaign added')
    .argument('<campaign>', "the campaign's code")
    .action((code: string, _: object, self: Command) =>
      withDatabase(self, async ({ out, database, clock, programme }) => {
        const { id, definition } = await programme();
        const report = await readCampaignReport(database, id, code, clock.now());
        out.result(report, () => renderReport(report, { out, zone: definition.zone, asset: definition.asset }));
      }),
    );
  return withExamples(command, [
    ['perennial campaign report win-back', 'conversion of both groups, with a confidence interval'],
    ['perennial campaign report win-back --json', 'the same for a program'],
  ]);
}

interface ReportManner extends Pick<DisplayFormat, 'asset' | 'zone'> {
  readonly out: Output;
}

/** The report for people: members, messages, points and coupons, and the answer to what it was all for. */
export function renderReport(report: CampaignReport, { out, zone, asset }: ReportManner): string {
  const section = (title: string, body: string) => (body === '' ? [] : ['', out.paint('bold', title), indent(body)]);
  const launched = report.launchedAt === null ? 'not launched yet' : `launched ${date(report.launchedAt, zone)}`;
  return [
    out.paint('bold', `${report.name} · ${report.code}`),
    `${report.lifecycle} · ${report.status} · ${launched} · as of ${date(report.asOf, zone)}`,
    ...section('Members', renderOutcomes(report)),
    ...section('Messages', renderMessages(report)),
    ...section('Stopped mails by the link in', renderUnsubscribes(report)),
    ...section('Points', renderPoints(report, asset)),
    ...section('Coupons', renderCoupons(report)),
    ...section(
      `${report.conversion.goal === null ? 'Orders' : `The goal, ${report.conversion.goal},`} within ${counted(report.conversion.days, 'day', 'days')} of entering`,
      renderConversion(report.conversion, out),
    ),
    ...report.splits.flatMap((split) => section(`Ways drawn by lot in ${split.step}`, renderSplit(split, out))),
  ].join('\n');
}

const count = (value: number) => value.toLocaleString('en');
const right = (...titles: string[]) => titles.map((title) => ({ title, align: 'right' as const }));
const left = (...titles: string[]) => titles.map((title) => ({ title }));

function renderOutcomes({ outcomes }: CampaignReport): string {
  if (outcomes.length === 0) return 'Nobody has entered yet.';
  const shadows = outcomes.some(({ heldOut }) => heldOut > 0);
  const rows = outcomes.map(({ status, reason, enrolments, heldOut }) => [
    status,
    count(enrolments),
    shadows ? count(heldOut) : '',
    status === 'active' ? 'under way' : reason,
  ]);
  return renderTable([...left('State'), ...right('Times', shadows ? 'Held out' : ''), ...left('Why')], rows);
}

function renderMessages({ messages }: CampaignReport): string {
  if (messages.length === 0) return '';
  const rows = messages.map((each) => [each.message, each.fate, count(each.count), each.reason]);
  return renderTable([...left('Message', 'Fate'), ...right('Times'), ...left('Why')], rows);
}

function renderUnsubscribes({ unsubscribes }: CampaignReport): string {
  if (unsubscribes.length === 0) return '';
  const rows = unsubscribes.map(({ message, members }) => [message, count(members)]);
  return renderTable([...left('Message'), ...right('Members')], rows);
}

function renderPoints({ points: grants }: CampaignReport, asset: string): string {
  return grants
    .map(({ step, grants: times, points: given, takenBack }) => {
      const back = takenBack === 0 ? '' : `, ${points(takenBack, { asset })} taken back`;
      return `${points(given, { asset })} in ${counted(times, 'grant', 'grants')} for “${step}”${back}`;
    })
    .join('\n');
}

function renderCoupons({ coupons }: CampaignReport): string {
  if (coupons.length === 0) return '';
  const rows = coupons.map(({ name, given, redeemed, open, expired, cancelled }) => [
    name,
    ...[given, redeemed, open, expired, cancelled].map(count),
  ]);
  return renderTable([...left('Coupon'), ...right('Given', 'Redeemed', 'Open', 'Expired', 'Cancelled')], rows);
}

function renderConversion(conversion: ConversionReport, out: Output): string {
  const { given, heldOut, comparison, stillOpen, sentence } = conversion;
  const groups = [['In the campaign', given] as const, ...(comparison ? [['Held out', heldOut] as const] : [])];
  const rows = groups.map(([name, { members, converted, rate, interval }]) => [
    name,
    count(members),
    count(converted),
    percent(rate),
    members === 0 ? '' : `${percent(interval.low)} to ${percent(interval.high)}`,
  ]);
  if (comparison) {
    const { low, high } = comparison.interval;
    rows.push(['Difference', '', '', signed(comparison.difference), `${signed(low)} to ${signed(high)}`]);
  }
  const table = renderTable(
    [...left(''), ...right('Members', conversion.goal === null ? 'Ordered' : 'Reached it', 'Rate', '95% confidence')],
    rows,
  );
  const open =
    stillOpen === 0
      ? []
      : [
          `${count(stillOpen)} more ${pluralOf(stillOpen, { one: 'is', other: 'are' })} still in their ${counted(conversion.days, 'day', 'days')}.`,
        ];
  const colours = { added: 'green', 'took away': 'red', unclear: 'yellow', 'too few': 'yellow' } as const;
  return [table, '', comparison ? out.paint(colours[comparison.verdict], sentence) : sentence, ...open].join('\n');
}

function renderSplit({ ways, verdict, sentence }: SplitReport, out: Output): string {
  const rows = ways.map(({ path, share, members, converted, rate, interval, orders, stillOpen }) => [
    `${path} (${share}%)`,
    count(members),
    count(converted),
    percent(rate),
    members === 0 ? '' : `${percent(interval.low)} to ${percent(interval.high)}`,
    count(orders),
    count(stillOpen),
  ]);
  const heads = [...left('Way'), ...right('Members', 'Reached it', 'Rate', '95% confidence', 'Orders', 'Still open')];
  return [renderTable(heads, rows), '', verdict === 'better' ? out.paint('green', sentence) : sentence].join('\n');
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}

function signed(share: number): string {
  const text = percent(Math.abs(share));
  return text === '0.0%' ? text : `${share < 0 ? '−' : '+'}${text}`;
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? '' : `  ${line}`))
    .join('\n');
}
