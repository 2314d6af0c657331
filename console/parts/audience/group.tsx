import type { ReactNode } from 'react';
import { at, type Block, isBlock, type Knot, type Path } from '../../data/condition-file.ts';
import { useText } from '../../text/use-text.tsx';
import { Button } from '../form.tsx';
import { fieldOf, keyOf, useBuilding } from './context.ts';
import { Faults, PlaceFoot, type PlaceProps, Rule, useFocused } from './rule.tsx';

/** `all` or `any` of a group; undefined of one question. */
export const knotOf = (block: Block): Knot | undefined =>
  (['all', 'any'] as const).find((knot) => Array.isArray(block[knot]));

interface NodeProps extends PlaceProps {
  readonly block: Block;
  /** Levels above it. */
  readonly depth: number;
}

/** A condition at a place: a question or a group, turned round or not. */
export function Condition({ block, path, depth, ...place }: NodeProps): ReactNode {
  const inner = isBlock(block.not) ? block.not : undefined;
  // Turned twice, it is shown as a group of one.
  const isTurned = inner !== undefined && !isBlock(inner.not);
  const shown = isTurned ? inner : block;
  const own: Path = isTurned ? [...path, 'not'] : path;
  const given = { ...place, block: shown, path: own, turned: isTurned ? path : undefined };
  if (knotOf(shown) === undefined) return <Rule {...given} />;
  return <Group {...given} depth={depth + (isTurned ? 2 : 1)} />;
}

interface GroupProps extends NodeProps {
  readonly turned: Path | undefined;
}

/** Conditions inside a condition. */
function Group(props: GroupProps): ReactNode {
  const { block, path, number, between, depth, turned } = props;
  const tell = useText();
  const { faultsAt } = useBuilding();
  const own = turned ?? path;
  const knot = knotOf(block) ?? 'all';
  const inside = `${fieldOf([...path, knot])}[`;
  const faults = faultsAt(own).filter(({ field }) => !field.startsWith(inside));
  return (
    <li className="rule nested">
      <span className="dim">{between}</span>
      <div className="group" role="group" aria-label={tell('audience.group', { number })}>
        <div className="parts">
          {turned !== undefined && <b className="turned">{tell('audience.not')}</b>}
          <KnotField {...{ path, knot, number }} />
        </div>
        <Members {...{ block, path, depth, number: `${number}.` }} />
      </div>
      <PlaceFoot {...props} own={own} isTurned={turned !== undefined} />
      {faults.length > 0 && <Faults faults={faults} />}
    </li>
  );
}

/** Whether all of a group must hold, or one of it. */
export function KnotField({
  path,
  knot,
  number,
}: {
  readonly path: Path;
  readonly knot: Knot;
  readonly number: string;
}): ReactNode {
  const tell = useText();
  const { acts } = useBuilding();
  const field = useFocused<HTMLSelectElement>(path);
  return (
    <select
      ref={field}
      className="input"
      aria-label={number === '' ? tell('audience.which') : tell('audience.whichOf', { number })}
      value={knot}
      onChange={({ target }) => acts.name(path, knot, target.value as Knot)}
    >
      <option value="all">{tell('audience.all')}</option>
      <option value="any">{tell('audience.any')}</option>
    </select>
  );
}

interface MembersProps {
  readonly block: Block;
  readonly path: Path;
  readonly depth: number;
  /** Before the numbers of those inside. */
  readonly number: string;
}

/** What is in a group, and how more comes into it. */
export function Members({ block, path, depth, number }: MembersProps): ReactNode {
  const tell = useText();
  const { language, acts } = useBuilding();
  const knot = knotOf(block) ?? 'all';
  const inside = at(block, [knot]) as readonly unknown[];
  const isDeep = depth >= language.depthMax;
  const start = language.subjects.find(({ verb }) => verb === 'orders') ?? language.subjects[0];
  const list: Path = [...path, knot];
  return (
    <>
      <ol className="rules">
        {inside.map((each, place) => (
          <Condition
            key={keyOf([...list, place])}
            block={isBlock(each) ? each : {}}
            path={[...list, place]}
            depth={depth}
            number={`${number}${place + 1}`}
            between={place === 0 ? '' : knot === 'all' ? tell('audience.and') : tell('audience.or')}
            isFirst={place === 0}
            isLast={place === inside.length - 1}
            isListed
          />
        ))}
      </ol>
      <div className="foot acts">
        <Button onClick={() => acts.add(list, start?.start ?? {})}>{tell('audience.add')}</Button>
        <Button
          blocked={isDeep ? tell('audience.deep', { levels: language.depthMax }) : undefined}
          onClick={() => acts.add(list, { [knot === 'all' ? 'any' : 'all']: [start?.start ?? {}] })}
        >
          {knot === 'all' ? tell('audience.addAny') : tell('audience.addAll')}
        </Button>
      </div>
    </>
  );
}
