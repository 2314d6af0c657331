import type { MemberView } from '../../modules/member-view/view.ts';
import { renderTable } from '../../platform/terminal/table.ts';
import type { Rendering } from './render-options.ts';

/** What a member has, and the lots it is made of. */
export function renderPoints(view: MemberView, rendering: Rendering): string {
  return [renderBalance(view, rendering), renderLots(view, rendering)].filter(Boolean).join('\n\n');
}

function renderBalance({ balance: { available, pending, held, debt } }: MemberView, { out, say }: Rendering): string {
  return [
    out.paint('bold', say('balance.available', { points: available })),
    ...(pending > 0 ? [say('balance.pending', { points: pending })] : []),
    ...(held > 0 ? [say('balance.held', { points: held })] : []),
    ...(debt > 0 ? [out.paint('red', say('balance.owed', { points: debt }))] : []),
  ].join(' · ');
}

/** Lots shown: the earliest say what happens next, the rest is a sum. */
const lotsShown = 12;

function renderLots({ lots }: MemberView, rendering: Rendering): string {
  if (lots.length === 0) return '';
  const { say, format, tell } = rendering;
  const rows = lots
    .slice(0, lotsShown)
    .map((lot) => [
      format.number(lot.left),
      lot.held === 0 ? '' : format.number(lot.held),
      lot.state === 'PENDING' ? say('lots.pending', { until: lot.availableAt }) : expiry(lot, rendering),
      format.number(lot.earned),
      format.date(lot.earnedAt),
      lot.reason === null ? tell(lot.cause) : format.text(lot.reason),
    ]);
  const table = renderTable(
    [
      { title: say('lots.column.left'), align: 'right' },
      { title: rows.some((row) => row[1] !== '') ? say('lots.column.held') : '', align: 'right' },
      { title: say('lots.column.expires') },
      { title: say('lots.column.earned'), align: 'right' },
      { title: say('lots.column.on') },
      { title: say('lots.column.by') },
    ],
    rows,
  );
  const more = lots.length - lotsShown;
  return more > 0 ? `${table}\n${say('lots.more', { lots: more })}` : table;
}

function expiry({ expiresAt, lapsesAt, officialEnd }: MemberView['lots'][number], { say }: Rendering): string {
  if (lapsesAt) return say('lots.lapse', { at: lapsesAt });
  return expiresAt === null
    ? say('lots.never')
    : say('lots.expire', { at: expiresAt, officialEnd: officialEnd ?? null });
}
