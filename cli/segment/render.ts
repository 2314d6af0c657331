import type { AppliedSegment } from '../../modules/segments/apply.ts';
import type { AudienceCount, ReachState } from '../../modules/segments/count.ts';
import type { SegmentHistory } from '../../modules/segments/history.ts';
import type { SegmentLanguage } from '../../modules/segments/language.ts';
import type { AudiencePart } from '../../modules/segments/parts.ts';
import type { SampleMember } from '../../modules/segments/sample.ts';
import type { SegmentView } from '../../modules/segments/show.ts';
import { renderDifferences } from '../../platform/terminal/diff.ts';
import type { Output } from '../../platform/terminal/output.ts';
import { renderPairs, renderTable } from '../../platform/terminal/table.ts';
import { counted } from '../../values/plural.ts';

const reasons: Readonly<Record<Exclude<ReachState, 'reachable'>, string>> = {
  ADDRESS_MISSING: 'have no address',
  ADDRESS_SUPPRESSED: 'have an address that is suppressed',
  OPTED_OUT: 'have refused',
  CONSENT_MISSING: 'have not agreed',
};

/** What became of each segment that was applied, with what changed in it. */
export function renderApplied(applied: readonly AppliedSegment[], dryRun: boolean, out: Output): string {
  const lines = applied.map(({ segment, change, changes }) => {
    const said =
      change === 'unchanged' ? `${segment} is unchanged.` : `${segment} ${dryRun ? 'would be' : 'is'} ${change}.`;
    return change === 'changed' ? `${renderDifferences(changes, out)}\n${said}` : said;
  });
  return lines.join('\n');
}

/** Segments with their conditions, read aloud. */
export function renderSegments(segments: readonly SegmentView[]): string {
  if (segments.length === 0) return 'No segments yet. Apply some: perennial segment apply playbooks/segments';
  return renderTable(
    [{ title: 'Segment' }, { title: 'Name' }, { title: 'Who' }],
    segments.map(({ code, name, says }) => [code, name, says]),
  );
}

/** One segment in full. */
export function renderSegment(
  { code, name, about, says, revision, changedAt, usedBy }: SegmentView,
  out: Output,
): string {
  return [
    out.paint('bold', `${name} · ${code}`),
    renderPairs([
      ...(about === null ? [] : [['About', about] as [string, string]]),
      ['Who', says],
      ...(usedBy.length === 0
        ? []
        : [['Used by', usedBy.map((user) => `${user.kind} ${user.code}`).join(', ')] as [string, string]]),
      ['Revision', `${revision}, changed ${changedAt.toISOString()}`],
    ]),
  ].join('\n');
}

/** How many a segment has, and who of them can be written to. */
export function renderCount({
  members,
  of,
  reach,
  parts = [],
}: AudienceCount & { readonly parts?: readonly AudiencePart[] }): string {
  const lines = reach.map(({ channel, reachable, unreachable }) => {
    const others = unreachable.map(({ reason, members: count }) => `${count.toLocaleString('en')} ${reasons[reason]}`);
    return `By ${channel}: ${[`${reachable.toLocaleString('en')} reachable`, ...others].join(', ')}.`;
  });
  const whole = `${counted(members, 'member', 'members')} of ${of.toLocaleString('en')}.`;
  const alone = parts.map(({ says, alone: count }) => `  ${count.toLocaleString('en')} by itself: ${says}`);
  return [whole, ...alone, ...(members === 0 ? [] : lines)].join('\n');
}

/** Members of a segment, each with why. */
export function renderSample(sample: readonly SampleMember[], out: Output): string {
  if (sample.length === 0) return 'Nobody is in it.';
  return sample
    .map(({ member, reasons: why }) => {
      const lines = why.map(
        ({ asks, holds, found }) => `  ${holds ? 'yes' : 'no '}  ${asks}${found === null ? '' : ` (${found})`}`,
      );
      return [out.paint('bold', member), ...lines].join('\n');
    })
    .join('\n');
}

/** Who came in and who fell out, by day. */
export function renderHistory({ watchedAt, inside, days, entered, left }: SegmentHistory): string {
  const since =
    watchedAt === null
      ? 'No campaign waits for it: its comings and goings are not kept now.'
      : `Watched since ${watchedAt.toISOString()}; ${counted(inside ?? 0, 'member', 'members')} inside.`;
  if (days.length === 0) return since;
  const rows = days.map((each) => [each.day, String(each.entered), String(each.left)]);
  const table = renderTable(
    [{ title: 'Day' }, { title: 'Came in', align: 'right' }, { title: 'Fell out', align: 'right' }],
    [...rows, ['In all', String(entered), String(left)]],
  );
  return `${since}\n${table}`;
}

/** Kinds of conditions, each with what a new one begins with. */
export function renderLanguage({ subjects }: SegmentLanguage): string {
  return renderTable(
    [{ title: 'Group' }, { title: 'Kind' }, { title: 'What it asks' }, { title: 'Begins as' }],
    subjects.map(({ verb, title, group, start }) => [group.title, verb, title, JSON.stringify(start)]),
  );
}
