import { type ReactNode, useEffect, useRef } from 'react';
import { type Block, type Path } from '../../data/condition-file.ts';
import { useFormats } from '../../data/session.tsx';
import { useText } from '../../text/use-text.tsx';
import { Icon } from '../icon.tsx';
import { type Fault, groupsOf, keyOf, subjectOf, useBuilding } from './context.ts';
import { Fields } from './fields.tsx';

export interface PlaceProps {
  /** Where it stands in the file. */
  readonly path: Path;
  /** `2`, `2.1`: how its place is said. */
  readonly number: string;
  /** Between it and the one before. */
  readonly between: ReactNode;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** It stands in a list, so that it has neighbours. */
  readonly isListed: boolean;
}

interface RuleProps extends PlaceProps {
  readonly block: Block;
  /** It is met by who does not meet what is written: the place of the `not`. */
  readonly turned: Path | undefined;
}

/** One question: its kind, what it compares with, and how many meet it alone. */
export function Rule(props: RuleProps): ReactNode {
  const { path, number, between, block, turned } = props;
  const tell = useText();
  const { language, acts, faultsAt } = useBuilding();
  const subject = subjectOf(block, language);
  const own = turned ?? path;
  const faults = faultsAt(own);
  const kind = useFocused<HTMLSelectElement>(own);
  return (
    <li className="rule">
      <span className="dim">{between}</span>
      <div className="parts" role="group" aria-label={tell('audience.condition', { number })}>
        {turned !== undefined && <b className="turned">{tell('audience.not')}</b>}
        <select
          ref={kind}
          className="input kind"
          aria-label={tell('audience.kind', { number })}
          value={subject?.verb ?? ''}
          onChange={({ target }) => {
            const chosen = language.subjects.find(({ verb }) => verb === target.value);
            if (chosen !== undefined) acts.set(path, chosen.start);
          }}
        >
          {subject === undefined && <option value="">{tell('audience.choose')}</option>}
          {groupsOf(language).map(({ title, of }) => (
            <optgroup key={title} label={title}>
              {of.map((each) => (
                <option key={each.verb} value={each.verb}>
                  {each.title}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
        {subject === undefined ? (
          <span className="note">{tell('audience.strange')}</span>
        ) : (
          <Fields {...{ subject, block }} onChange={(next) => acts.set(path, next)} />
        )}
      </div>
      <PlaceFoot {...props} own={own} isTurned={turned !== undefined} />
      {faults.length > 0 && <Faults faults={faults} />}
    </li>
  );
}

/** How many meet it alone, and what can be done with the place. */
export function PlaceFoot({
  own,
  path,
  number,
  isFirst,
  isLast,
  isListed,
  isTurned,
}: PlaceProps & { readonly own: Path; readonly isTurned: boolean }): ReactNode {
  const tell = useText();
  const { number: figure } = useFormats();
  const { acts, aloneAt, isCounting } = useBuilding();
  const alone = isCounting ? undefined : aloneAt(own);
  const act = (words: string, icon: ReactNode, onClick: () => void, off = false) => (
    <button
      type="button"
      className="act"
      aria-label={words}
      title={words}
      aria-disabled={off || undefined}
      onClick={off ? undefined : onClick}
    >
      {icon}
    </button>
  );
  return (
    <div className="rule-foot">
      <output>{alone === undefined ? tell('parts.none') : tell('audience.alone', { count: figure(alone) })}</output>
      <span className="acts">
        <button
          type="button"
          className="act words"
          aria-pressed={isTurned}
          aria-label={tell('audience.turn', { number })}
          onClick={() => acts.turn(isTurned ? own : path)}
        >
          {tell('audience.notShort')}
        </button>
        {isListed && (
          <>
            {act(tell('audience.up', { number }), <Icon name="up" />, () => acts.move(own, -1), isFirst)}
            {act(tell('audience.down', { number }), <Icon name="down" />, () => acts.move(own, 1), isLast)}
            {act(tell('audience.remove', { number }), <Icon name="close" />, () => acts.remove(own))}
          </>
        )}
      </span>
    </div>
  );
}

/** What the API says of a condition, under it. It speaks English. */
export function Faults({ faults }: { readonly faults: readonly Fault[] }): ReactNode {
  return (
    <div className="rule-faults">
      {faults.map(({ field, detail, fix }, place) => (
        <p className="error" key={place}>
          <Icon name="notice" />
          <span lang="en">
            <code>{field}</code> {detail} {fix}
          </span>
        </p>
      ))}
    </div>
  );
}

/** Gets the keyboard when its place has just been made. */
export function useFocused<Element extends HTMLElement>(path: Path) {
  const { focus } = useBuilding();
  const element = useRef<Element>(null);
  const isMeant = focus.at === keyOf(path);
  useEffect(() => {
    if (!isMeant) return;
    element.current?.focus();
    focus.taken();
  }, [isMeant, focus]);
  return element;
}
