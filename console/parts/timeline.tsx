import { Fragment, type ReactNode, useState } from 'react';
import { useFormats } from '../data/session.tsx';
import { useText } from '../text/use-text.tsx';
import { Change, When } from './when.tsx';

/** One thing that happened: what, why, and what it did to the points. */
export interface Entry {
  readonly key: string;
  readonly at: string;
  readonly what: ReactNode;
  /** Each on a line of its own behind an arrow. */
  readonly why?: readonly ReactNode[];
  readonly points?: number | undefined;
  readonly balance?: number | undefined;
  /** Entries of a day with the same word lie behind the first of them: "22 more orders". */
  readonly fold?: string | undefined;
}

interface TimelineProps {
  readonly caption: string;
  /** Newest first. */
  readonly entries: readonly Entry[];
  /** Whose days and hours they are; the programme's when absent. */
  readonly zone?: string;
  readonly heads: { readonly time: string; readonly what: string; readonly points: string; readonly balance: string };
  /** Of what so many more lie folded, in words. */
  readonly folded: (fold: string, n: number) => string;
}

/** So many of the same kind are shown before the rest is folded. */
const shownMax = 2;

/** A bank statement with reasons: a body for each day, like rows of a day folded. */
export function Timeline({ caption, entries, zone, heads, folded }: TimelineProps): ReactNode {
  const formats = useFormats();
  const inZone = zone === undefined ? {} : { zone };
  const days = Map.groupBy(entries, ({ at }) => formats.dayKey(at, zone));
  return (
    <table className="statement">
      <caption className="sr">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{heads.time}</th>
          <th scope="col">{heads.what}</th>
          <th scope="col" className="num">
            {heads.points}
            <small className="only-s">{heads.balance}</small>
          </th>
          <th scope="col" className="num hide-s">
            {heads.balance}
          </th>
        </tr>
      </thead>
      {[...days].map(([day, ofDay]) => (
        <tbody key={day}>
          <tr className="day">
            <th scope="rowgroup" colSpan={4}>
              <When at={ofDay[0]?.at ?? day} as="day" {...inZone} />
            </th>
          </tr>
          <Day entries={ofDay} inZone={inZone} folded={folded} />
        </tbody>
      ))}
    </table>
  );
}

interface DayProps {
  readonly entries: readonly Entry[];
  readonly inZone: { readonly zone?: string };
  readonly folded: TimelineProps['folded'];
}

function Day({ entries, inZone, folded }: DayProps): ReactNode {
  const [open, setOpen] = useState<readonly string[]>([]);
  const counts = Map.groupBy(entries, ({ fold }) => fold);
  const seen = new Map<string, number>();
  return entries.map((entry) => {
    const { fold } = entry;
    const all = fold === undefined ? 0 : (counts.get(fold)?.length ?? 0);
    // Hiding one row behind a line of the same height helps nobody.
    if (fold === undefined || all <= shownMax + 1) return <Row key={entry.key} entry={entry} inZone={inZone} />;
    const at = seen.get(fold) ?? 0;
    seen.set(fold, at + 1);
    const isOpen = open.includes(fold);
    return (
      <Fragment key={entry.key}>
        {at === shownMax && (
          <tr>
            <td />
            <td colSpan={3}>
              <button
                type="button"
                className="as-link"
                aria-expanded={isOpen}
                onClick={() => setOpen(isOpen ? open.filter((each) => each !== fold) : [...open, fold])}
              >
                {folded(fold, all - shownMax)}
              </button>
            </td>
          </tr>
        )}
        {(at < shownMax || isOpen) && <Row entry={entry} inZone={inZone} />}
      </Fragment>
    );
  });
}

function Row({ entry, inZone }: { readonly entry: Entry; readonly inZone: DayProps['inZone'] }): ReactNode {
  const formats = useFormats();
  const tell = useText();
  const { at, what, why = [], points, balance } = entry;
  const shown = balance === undefined ? undefined : formats.number(balance);
  return (
    <tr>
      <td>
        <When at={at} as="time" {...inZone} />
      </td>
      <td>
        {what}
        {why.map((line, place) => (
          <span className="why" key={place}>
            {line}
          </span>
        ))}
      </td>
      <td className="num">
        {points !== undefined && (points === 0 ? tell('parts.none') : <Change points={points} />)}
        {points !== undefined && shown !== undefined && <small className="only-s">{shown}</small>}
      </td>
      <td className="num hide-s">{points === undefined ? null : shown}</td>
    </tr>
  );
}
