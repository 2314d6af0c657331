import type { TimelineEntry } from '../../modules/member-view/timeline-entry.ts';
import type { MemberView } from '../../modules/member-view/view.ts';
import { pad, textWidth, wrap } from '../../platform/terminal/text-width.ts';
import type { Rendering } from './render-options.ts';

/** Columns of the figures on the right. */
const pointsWidth = 9;
const balanceWidth = 10;
const timeWidth = 7;
/** Figures stand behind the longest title, but not closer and not farther from what they belong to than this. */
const titleWidthMin = 44;
const titleWidthMax = 84;

/** What happened, oldest first: a heading for each day, figures on the right as on a bank statement. */
export function renderTimeline(view: MemberView, rendering: Rendering): string {
  const { out, say, format } = rendering;
  if (view.timeline.length === 0) return say('timeline.empty');
  const room = Math.min(titleWidthMax, out.width - timeWidth - pointsWidth - balanceWidth - 2);
  const longest = Math.max(...view.timeline.map((entry) => textWidth(titleOf(entry, view, rendering))));
  const titleWidth = Math.min(room, Math.max(titleWidthMin, longest + 1));
  const detailWidth = room + pointsWidth + balanceWidth - 3;
  const lines: string[] = [];
  if (view.earlierEntries) lines.push(out.paint('dim', say('timeline.earlier')));
  const points = pad(say('timeline.points'), pointsWidth, 'right');
  const balance = pad(say('timeline.balance'), balanceWidth, 'right');
  lines.push(out.paint('dim', pad('', timeWidth + titleWidth) + points + balance));

  let [dayShown, timeShown] = ['', ''];
  for (const entry of view.timeline) {
    const today = format.day(entry.at);
    if (today !== dayShown) {
      lines.push(out.paint('bold', today));
      [dayShown, timeShown] = [today, ''];
    }
    const time = format.time(entry.at);
    lines.push(
      ...renderEntry(entry, { time: time === timeShown ? '' : time, titleWidth, detailWidth, view, rendering }),
    );
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
  readonly rendering: Rendering;
}

function renderEntry(entry: TimelineEntry, layout: EntryLayout): string[] {
  const { time, titleWidth, detailWidth, view, rendering } = layout;
  const { out, format } = rendering;
  const [first = '', ...rest] = wrap(titleOf(entry, view, rendering), titleWidth - 1);
  const blank = ' '.repeat(timeWidth);
  const head = [
    pad(time, timeWidth),
    pad(paintTitle(entry, first, out.paint), titleWidth),
    pad(paintPoints(entry, rendering), pointsWidth, 'right'),
    entry.points === 0 ? '' : pad(format.number(entry.balance), balanceWidth, 'right'),
  ].join('');
  const details = entry.details.flatMap((detail) => wrap(detail, detailWidth));
  return [
    head.trimEnd(),
    ...rest.map((line) => blank + line),
    ...details.map((line) => `${blank}  ${out.paint('dim', line)}`),
  ];
}

/** The title with the campaign it belongs to. */
function titleOf({ title, campaign: code }: TimelineEntry, { campaigns }: MemberView, { say }: Rendering): string {
  const campaign = campaigns.find((each) => each.campaign === code)?.campaignName;
  return campaign === undefined || title.includes(campaign) ? title : say('timeline.of-campaign', { title, campaign });
}

type Paint = Rendering['out']['paint'];

/** Pending points stand in brackets: they are not in the balance yet. */
function paintPoints({ points, pending }: TimelineEntry, { out: { paint }, format }: Rendering): string {
  const signed = (count: number) => `${count > 0 ? '+' : '−'}${format.number(Math.abs(count))}`;
  if (points === 0) return pending === 0 ? '' : paint('dim', `(${signed(pending)})`);
  return paint(points > 0 ? 'green' : 'red', signed(points));
}

/** Green went well, red did not, yellow was decided against, cyan is a campaign's beginning and end. */
function paintTitle({ kind, code }: TimelineEntry, title: string, paint: Paint): string {
  if (kind === 'campaign') return paint(code === 'ended.failed' ? 'red' : 'cyan', title);
  if (kind === 'message' && code === 'sent') return paint('green', title);
  if (['bounced', 'failed', 'unknown'].includes(code)) return paint('red', title);
  if (['refused', 'skipped', 'suppressed', 'dropped'].includes(code)) return paint('yellow', title);
  return title;
}
