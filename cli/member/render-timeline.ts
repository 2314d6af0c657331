import type { TimelineEntry } from '../../store/member-view/timeline.ts';
import type { MemberView } from '../../store/member-view/view.ts';
import { day, timeOfDay } from '../../store/member-view/words.ts';
import { pad, wrap } from '../text-width.ts';
import type { RenderOptions } from './render.ts';

/** Columns of the figures on the right. */
const pointsWidth = 9;
const balanceWidth = 10;
const timeWidth = 7;
/** Wider than this the figures are too far from what they belong to. */
const titleWidthMax = 84;

/** What happened, oldest first: a heading for each day, figures on the right as on a bank statement. */
export function renderTimeline(view: MemberView, options: RenderOptions): string {
  const { out, manner } = options;
  if (view.timeline.length === 0) return 'Nothing has happened yet.';
  const titleWidth = Math.min(titleWidthMax, out.width - timeWidth - pointsWidth - balanceWidth - 6);
  const lines: string[] = [];
  if (view.earlierEntries) lines.push(out.paint('dim', '(earlier entries: --limit shows more)'));
  const heading =
    pad('', timeWidth + titleWidth) + pad('Points', pointsWidth, 'right') + pad('Balance', balanceWidth, 'right');
  lines.push(out.paint('dim', heading));

  let [dayShown, timeShown] = ['', ''];
  for (const entry of view.timeline) {
    const today = day(entry.at, manner.zone);
    if (today !== dayShown) {
      lines.push(out.paint('bold', today));
      [dayShown, timeShown] = [today, ''];
    }
    const time = timeOfDay(entry.at, manner.zone);
    lines.push(...renderEntry(entry, { time: time === timeShown ? '' : time, titleWidth, view, options }));
    timeShown = time;
  }
  return lines.join('\n');
}

interface EntryLayout {
  readonly time: string;
  readonly titleWidth: number;
  readonly view: MemberView;
  readonly options: RenderOptions;
}

function renderEntry(entry: TimelineEntry, { time, titleWidth, view, options: { out } }: EntryLayout): string[] {
  const campaign = view.campaigns.find((each) => each.campaign === entry.campaign)?.campaignName;
  const origin = campaign === undefined || entry.title.includes(campaign) ? '' : ` (${campaign})`;
  const [first = '', ...rest] = wrap(entry.title + origin, titleWidth - 1);
  const blank = ' '.repeat(timeWidth);
  const head = [
    pad(time, timeWidth),
    pad(paintTitle(entry, first, out.paint), titleWidth),
    pad(paintPoints(entry, out.paint), pointsWidth, 'right'),
    entry.points === 0 ? '' : pad(entry.balance.toLocaleString('en'), balanceWidth, 'right'),
  ].join('');
  const details = entry.details.flatMap((detail) => wrap(detail, titleWidth - 3));
  return [
    head.trimEnd(),
    ...rest.map((line) => blank + line),
    ...details.map((line) => `${blank}  ${out.paint('dim', line)}`),
  ];
}

type Paint = RenderOptions['out']['paint'];

/** Pending points stand in brackets: they are not in the balance yet. */
function paintPoints({ points, pending }: TimelineEntry, paint: Paint): string {
  if (points === 0) return pending === 0 ? '' : paint('dim', `(${signed(pending)})`);
  return paint(points > 0 ? 'green' : 'red', signed(points));
}

function signed(points: number): string {
  return `${points > 0 ? '+' : '−'}${Math.abs(points).toLocaleString('en')}`;
}

/** Green went well, red did not, yellow was decided against, cyan is a campaign's beginning and end. */
function paintTitle({ kind, code }: TimelineEntry, title: string, paint: Paint): string {
  if (kind === 'campaign') return paint(code === 'ended.failed' ? 'red' : 'cyan', title);
  if (kind === 'message' && code === 'sent') return paint('green', title);
  if (['bounced', 'failed', 'unknown'].includes(code)) return paint('red', title);
  if (['refused', 'skipped', 'suppressed', 'dropped'].includes(code)) return paint('yellow', title);
  return title;
}
