import type { EnrolmentView } from '../../modules/campaigns/list-enrolments.ts';
import { publicIdOf } from '../../platform/public-ids.ts';
import type { Output } from '../../platform/terminal/output.ts';
import { renderPairs, renderTable } from '../../platform/terminal/table.ts';
import { date, timeOfDay } from '../../values/wording.ts';

/** An enrolment as it is shown: by the id that the API knows it by. */
export type ShownEnrolment = EnrolmentView;

export const shownEnrolment = ({ id, ...rest }: EnrolmentView): ShownEnrolment => ({
  id: publicIdOf('enr', id),
  ...rest,
});

interface Manner {
  readonly zone: string;
  readonly out: Output;
}

const colours: Readonly<Record<EnrolmentView['status'], Parameters<Output['paint']>[0]>> = {
  ...{ active: 'green', blocked: 'red', failed: 'red', cancelled: 'yellow', suppressed: 'yellow' },
  ...{ done: 'cyan', exited: 'cyan', skipped: 'reset' },
};

/** A line for each enrolment. */
export function renderEnrolments(enrolments: readonly ShownEnrolment[], { zone, out }: Manner): string {
  if (enrolments.length === 0) return 'No such enrolments.';
  const columns = ['Id', 'Member', 'Campaign', 'State', 'Since', 'Waits for', 'Until', 'Why'];
  return renderTable(
    columns.map((title) => ({ title })),
    enrolments.map((each) => [
      each.id,
      each.memberId,
      `${each.campaign} v${each.version}`,
      out.paint(colours[each.status], each.status),
      date(each.enrolledAt, zone),
      each.waitsFor ?? '',
      each.waitsUntil === null ? '' : date(each.waitsUntil, zone),
      each.reason ?? '',
    ]),
  );
}

/** One enrolment with all that is known of it. */
export function renderEnrolment(each: ShownEnrolment, { zone, out }: Manner): string {
  const when = (at: Date) => `${date(at, zone)} ${timeOfDay(at, zone)}`;
  const pairs: [string, string][] = [
    ['Member', each.memberId],
    ['Campaign', `${each.campaign}, version ${each.version}${each.heldOut ? ', held out for comparison' : ''}`],
    ['State', `${out.paint(colours[each.status], each.status)}${each.reason === null ? '' : `: ${each.reason}`}`],
    ['Since', when(each.enrolledAt)],
  ];
  if (each.occurrence > 1) pairs.push(['Time', `the member's ${each.occurrence}. in this campaign`]);
  if (each.waitsFor !== null) pairs.push(['Waits for', each.waitsFor]);
  if (each.waitsUntil !== null) pairs.push(['Until', when(each.waitsUntil)]);
  if (each.endedAt !== null) pairs.push(['Ended', when(each.endedAt)]);
  return [out.paint('bold', each.id), renderPairs(pairs)].join('\n');
}
