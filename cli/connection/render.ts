import { counted } from '../../values/plural.ts';
import type { TakenEvent } from '../../modules/connect/answers.ts';
import type { Connection } from '../../modules/connect/rows.ts';
import type { StuckOrder } from '../../modules/connect/rows-orders.ts';
import type { Output } from '../../platform/terminal/output.ts';
import { renderPairs, renderTable } from '../../platform/terminal/table.ts';
import { date, timeOfDay } from '../../values/wording.ts';

interface Manner {
  readonly zone: string;
  readonly out: Output;
}

/** A line for each connection. */
export function renderConnections(connections: readonly Connection[], { zone }: Manner): string {
  if (connections.length === 0) return 'No connections.';
  const columns = ['Connection', 'Kind', 'Name', 'Made', 'Last call'].map((title) => ({ title }));
  return renderTable(
    columns,
    connections.map(({ id, kind, name, createdAt, lastCallAt }) => [
      ...[id, kind, name ?? '', date(createdAt, zone)],
      lastCallAt === null ? 'none yet' : `${date(lastCallAt, zone)} ${timeOfDay(lastCallAt, zone)}`,
    ]),
  );
}

/** One connection, with what could not be taken. */
export function renderConnection(
  connection: Connection & { readonly problems: readonly StuckOrder[] },
  { zone, out }: Manner,
): string {
  const { id, kind, name, path, settings, lastCallAt, lastProblem, problems } = connection;
  const when = (at: Date) => `${date(at, zone)} ${timeOfDay(at, zone)}`;
  const shown = (value: unknown) => (Array.isArray(value) ? value.join(', ') || 'none' : String(value));
  const pairs: [string, string][] = [
    ...(name === null ? [] : [['Name', name] as [string, string]]),
    ['Webhooks go to', path],
    ...Object.entries(settings).map(([setting, value]): [string, string] => [setting, shown(value)]),
    ['Last call', lastCallAt === null ? 'none yet' : when(lastCallAt)],
  ];
  const lines = [out.paint('bold', `${kind} ${id}`), renderPairs(pairs)];
  if (lastProblem !== null) {
    const { at, topic, field, message, fix } = lastProblem;
    lines.push(`Not understood, ${when(new Date(at))}: ${topic}: ${field} ${message}. Fix: ${fix}.`);
  }
  for (const { orderId, at, eventId, code, field, message, fix } of problems) {
    lines.push(`Order ${orderId}, ${when(at)}: ${eventId}: ${field} ${message} (${code}). Fix: ${fix}.`);
  }
  return lines.join('\n');
}

/** What became of an event of a call, in a line. */
export function renderEvent({ id, type, answer, warnings }: TakenEvent): string {
  const points =
    'points' in answer && answer.points !== undefined ? `, ${counted(answer.points, 'point', 'points')}` : '';
  const why = answer.kind === 'refused' ? `: ${answer.field} ${answer.message}` : '';
  return [
    `${type} ${id}: ${answer.kind}${points}${why}`,
    ...warnings.map(({ field, message }) => `  without ${field}: ${message}`),
  ].join('\n');
}
