import { date, timeOfDay } from '../../values/wording.ts';
import type { ReviewView } from '../../modules/reviews/list.ts';
import type { Output } from '../../platform/terminal/output.ts';
import { renderPairs, renderTable } from '../../platform/terminal/table.ts';

interface Manner {
  readonly zone: string;
  readonly out: Output;
}

const colours: Readonly<Record<ReviewView['status'], Parameters<Output['paint']>[0]>> = {
  open: 'yellow',
  approved: 'green',
  rejected: 'red',
};

/** A line for each case. */
export function renderReviews(cases: readonly ReviewView[], { zone, out }: Manner): string {
  if (cases.length === 0) return 'No such cases.';
  const columns = ['Case', 'Opened', 'Subject', 'Member', 'State', 'Why'];
  return renderTable(
    columns.map((title) => ({ title })),
    cases.map(({ id, openedAt, subject, member, status, reasons }) => [
      ...[id, date(openedAt, zone), subject, member, out.paint(colours[status], status), reasons.join('; ')],
    ]),
  );
}

/** One case with all that is known of it. */
export function renderReview(review: ReviewView, { zone, out }: Manner): string {
  const when = (at: Date) => `${date(at, zone)} ${timeOfDay(at, zone)}`;
  const { id, subject, status, member, campaign, reasons, facts, openedAt, decidedAt, decidedBy, note } = review;
  const pairs: [string, string][] = [
    ['State', out.paint(colours[status], status)],
    ['Member', member],
    ...(campaign === null ? [] : [['Campaign', campaign] as [string, string]]),
    ...reasons.map((reason, place): [string, string] => [place === 0 ? 'Why' : '', reason]),
    ...Object.entries(facts).map(([name, value]): [string, string] => [name, JSON.stringify(value)]),
    ['Opened', when(openedAt)],
    ...(decidedAt === null ? [] : [['Decided', `${when(decidedAt)} by ${decidedBy ?? ''}`] as [string, string]]),
    ...(note ? [['Note', note] as [string, string]] : []),
  ];
  return `${out.paint('bold', `Case ${id}: ${subject}`)}\n${renderPairs(pairs)}`;
}
