import type { Output } from '../platform/terminal/output.ts';
import { renderPairs, renderTable } from '../platform/terminal/table.ts';
import type { DemoReport } from '../demo/run.ts';
import { counted } from '../values/plural.ts';

const number = (value: number) => value.toLocaleString('en');
const date = (at: Date) => at.toISOString().slice(0, 10);

/** The month as a merchant reads it: people, points, who went through which campaign, mails, and where to look next. */
export function renderSummary(report: DemoReport, dir: string, out: Output): string {
  const { figures } = report;
  const { members, orders, points, redemptions } = figures;
  const head = (text: string) => out.paint('bold', text);
  return [
    '',
    head(`${report.programme}: ${counted(report.days, 'day', 'days')}, ${date(report.from)} to ${date(report.until)}`),
    renderPairs([
      ['members', `${number(members.total)}, ${number(members.joinedInMonth)} of them joined this month`],
      [
        'orders',
        `${number(orders.placed)}, and ${counted(orders.cancellations, 'cancellation or return', 'cancellations or returns')}`,
      ],
      ['points issued', number(points.issued)],
      ['redeemed', redeemedWords(redemptions)],
      ['given back', `${number(redemptions.givenBack)} with orders that came back, into the lots they were from`],
      [
        'let go',
        `${number(redemptions.letGo)} held for ${counted(redemptions.baskets, 'basket', 'baskets')} left behind`,
      ],
      ['clawed back', number(points.clawedBack)],
      ['expired', number(points.expired)],
      ['outstanding', `${number(points.outstanding)}, and ${number(points.owed)} owed by members after returns`],
    ]),
    head('Who went through which campaign, and how it ended'),
    renderTable(
      [{ title: 'campaign' }, { title: 'ended as' }, { title: 'why' }, { title: 'members', align: 'right' }],
      figures.enrolments.map((row) => [row.campaign, row.status, row.reason, number(row.count)]),
    ),
    head('Mails'),
    renderTable(
      [{ title: 'campaign' }, { title: 'mail' }, { title: 'what became of it' }, { title: 'mails', align: 'right' }],
      figures.mails.map((row) => [row.campaign, row.template, row.status, number(row.count)]),
    ),
    report.violations.length === 0
      ? out.paint('green', '✓ Ledger: every invariant checked, 0 violations')
      : out.paint(
          'red',
          `✗ Ledger: ${counted(report.violations.length, 'violation', 'violations')}\n  ${report.violations.join('\n  ')}`,
        ),
    ...(report.workerRestarts > 0
      ? [`  The worker died ${counted(report.workerRestarts, 'time', 'times')} on the way.`]
      : []),
    '',
    head('Where to look next (in another terminal)'),
    renderPairs([
      ['the console', `${consoleOf(report)} (sign in with ${report.api.key})`],
      ["a member's page", `${report.memberPage} (for an hour; then: member link ${report.exampleMember})`],
      ['a member', `PERENNIAL_DIR=${dir} npm run --silent perennial -- member show ${report.exampleMember}`],
      ...shopperLines(report, dir),
      ['the API', `${siteOf(report)}/docs (more keys: perennial key create)`],
      ['the caught mail', report.mailPageUrl],
      ...(report.temporalUiUrl === undefined ? [] : [['the workflows', report.temporalUiUrl] as const]),
    ]),
  ].join('\n');
}

function redeemedWords({ used, orders, late }: DemoReport['figures']['redemptions']): string {
  const words = `${number(used)} on ${counted(orders, 'order', 'orders')} at the checkout`;
  return late === 0 ? words : `${words}, ${number(late)} of them after the hold had run out`;
}

const siteOf = ({ api }: DemoReport) => api.url.replace(/\/v1$/, '');

/** Where the console of the demo is. */
export const consoleOf = (report: DemoReport): string => `${siteOf(report)}/console`;

/** Somebody who paid with points, at the command line and over HTTP. */
function shopperLines({ exampleShopper, api }: DemoReport, dir: string): (readonly [string, string])[] {
  if (exampleShopper === '') return [];
  return [
    ['who paid with points', `PERENNIAL_DIR=${dir} npm run --silent perennial -- member show ${exampleShopper}`],
    ['what is left, by API', `curl -H 'Authorization: Bearer ${api.key}' ${api.url}/members/${exampleShopper}/balance`],
  ];
}
