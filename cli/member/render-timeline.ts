import type { TimelineEntry } from '../../modules/member-view/timeline-entry.ts';
import type { MemberView } from '../../modules/member-view/view.ts';
import { day, timeOfDay } from '../../values/wording.ts';
import { pad, textWidth, wrap } from '../../platform/terminal/text-width.ts';
import type { RenderOptions } from './render-options.ts';

/** Columns of the figures on the right. */
const pointsWidth = 9;
const balanceWidth = 10;
const timeWidth = 7;
/** Figures stand behind the longest title, but not closer and not farther from what they belong to than this. */
const titleWidthMin = 44;
const titleWidthMax = 84;

/** What happened, oldest first: a heading for each day, figures on the right as on a bank statement. */
export function renderTimeline(view: MemberView, options: RenderOptions): string {
  const { out, manner } = options;
  if (view.timeline.length === 0) return 'Nothing has happened yet.';
  const room = Math.min(titleWidthMax, out.width - timeWidth - pointsWidth - balanceWidth - 2);
  const longest = Math.max(...view.timeline.map((entry) => textWidth(titleOf(entry, view))));
  const titleWidth = Math.min(room, Math.max(titleWidthMin, longest + 1));
  const detailWidth = room + pointsWidth + balanceWidth - 3;
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
    lines.push(...renderEntry(entry, { time: time === timeShown ? '' : time, titleWidth, detailWidth, view, options }));
    timeShown = time;
  }
  return lines.join('\n');
}

interface EntryLayout {
  readonly time: string;
  readonly titleWidth: number;
  /** No figures stand beside details, so they may have their room. */
  readonly detailWidth: number;
  readonly view: MemberView;
  readonly options: RenderOptions;
}

function renderEntry(entry: TimelineEntry, layout: EntryLayout): string[] {
  const {
    time,
    titleWidth,
    detailWidth,
    view,
    options: { out },
  } = layout;
  const [first = '', ...rest] = wrap(titleOf(entry, view), titleWidth - 1);
  const blank = ' '.repeat(timeWidth);
  const head = [
    pad(time, timeWidth),
    pad(paintTitle(entry, first, out.paint), titleWidth),
    pad(paintPoints(entry, out.paint), pointsWidth, 'right'),
    entry.points === 0 ? '' : pad(entry.balance.toLocaleString('en'), balanceWidth, 'right'),
  ].join('');
  const details = entry.details.flatMap((detail) => wrap(detail, detailWidth));
  return [
    head.trimEnd(),
    ...rest.map((line) => blank + line),
    ...details.map((line) => `${blank}  ${out.paint('dim', line)}`),
  ];
}

/** The title with the campaign it belongs to. */
function titleOf({ title, campaign }: TimelineEntry, { campaigns }: MemberView): string {
  const name = campaigns.find((each) => each.campaign === campaign)?.campaignName;
  return name === undefined || title.includes(name) ? title : `${title} (${name})`;
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
