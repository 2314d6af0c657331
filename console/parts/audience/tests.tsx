import type { ReactNode } from 'react';
import { useText } from '../../text/use-text.tsx';
import { isBlock } from '../../data/condition-file.ts';
import { type FieldType, useBuilding } from './context.ts';
import { AgeInput, NumberInput, WindowInput } from './times.tsx';

type TestBlock = Readonly<Record<string, unknown>>;

/** What each word of a test is called. */
function useTestWords(): (word: string) => string {
  const tell = useText();
  const words: Readonly<Record<string, string>> = {
    is: tell('audience.is'),
    isNot: tell('audience.isNot'),
    atLeast: tell('audience.atLeast'),
    atMost: tell('audience.atMost'),
    above: tell('audience.above'),
    below: tell('audience.below'),
    contains: tell('audience.contains'),
    startsWith: tell('audience.startsWith'),
    before: tell('audience.before'),
    after: tell('audience.after'),
    within: tell('audience.within'),
    known: tell('audience.known'),
  };
  return (word) => words[word] ?? word;
}

interface TestsProps {
  readonly label: string;
  readonly words: readonly string[];
  readonly block: TestBlock;
  readonly onChange: (block: TestBlock) => void;
  /** The field for what a word compares with. */
  readonly valueOf: (word: string, value: unknown, onChange: (value: unknown) => void, label: string) => ReactNode;
  /** What a word begins with, in place of a value of another kind. */
  readonly startOf: (word: string, former: unknown) => unknown;
}

/** Bounds that go together: at least one, and at most another. */
const pairs = new Set(['atLeast', 'atMost', 'above', 'below', 'before', 'after']);

/** What is asked of a value: a word and what it compares with, and another bound beside it. */
export function Tests({ label, words, block, onChange, valueOf, startOf }: TestsProps): ReactNode {
  const tell = useText();
  const sayWord = useTestWords();
  const rows = Object.entries(block).filter(([, value]) => value !== undefined);
  const put = (place: number, word: string, value: unknown) =>
    onChange(Object.fromEntries(rows.map((row, at) => (at === place ? [word, value] : row))));
  const free = words.filter((word) => pairs.has(word) && !rows.some(([used]) => used === word));
  const canAdd = rows.length === 1 && pairs.has(rows[0]?.[0] ?? '') && free.length > 0;
  return (
    <>
      {rows.map(([word, value], place) => (
        <span className="asked" key={place}>
          <select
            className="input"
            aria-label={tell('audience.compare', { what: label })}
            value={word}
            onChange={({ target }) => put(place, target.value, startOf(target.value, value))}
          >
            {(words.includes(word) ? words : [...words, word]).map((one) => (
              <option key={one} value={one} disabled={one !== word && rows.some(([used]) => used === one)}>
                {sayWord(one)}
              </option>
            ))}
          </select>
          {valueOf(word, value, (next) => put(place, word, next), tell('audience.valueOf', { what: label }))}
          {rows.length > 1 && (
            <button
              type="button"
              className="as-link"
              onClick={() => onChange(Object.fromEntries(rows.filter((_, at) => at !== place)))}
            >
              {tell('audience.dropBound')}
            </button>
          )}
        </span>
      ))}
      {canAdd && (
        <button
          type="button"
          className="as-link"
          onClick={() => {
            const [, former] = rows[0] ?? [];
            const word = free.find((one) => one === 'atMost' || one === 'before' || one === 'below') ?? free[0] ?? '';
            onChange({ ...block, [word]: startOf(word, former) });
          }}
        >
          {tell('audience.addBound')}
        </button>
      )}
    </>
  );
}

const numberWords = ['atLeast', 'atMost', 'is', 'above', 'below'];

interface TestProps<Value> {
  readonly label: string;
  readonly value: Value;
  readonly onChange: (value: unknown) => void;
}

/** A count, points or money: `{ atLeast: 3 }`, or a bare number. */
export function NumberTest({ label, value, onChange, unit }: TestProps<unknown> & { readonly unit: string | null }) {
  const block = isBlock(value) ? value : { is: value };
  return (
    <Tests
      {...{ label, block, words: numberWords }}
      onChange={(next) => onChange(Object.keys(next).join() === 'is' ? next.is : next)}
      startOf={(_, former) => former}
      valueOf={(_, one, change, name) => (
        <>
          <NumberInput label={name} value={Number(one)} onChange={(number) => change(number)} />
          {unit !== null && <span className="unit">{unit}</span>}
        </>
      )}
    />
  );
}

const dateWords = ['within', 'atLeast', 'atMost', 'is', 'before', 'after', 'known'];
const startOfDate = (word: string, former: unknown) => {
  if (word === 'known') return true;
  const text = typeof former === 'string' ? former : '';
  if (word === 'within') return /^(last|next|this|today)/.test(text) ? text : 'last 30 days';
  return /(ago|ahead|today|^\d{4}-\d\d-\d\d)$/.test(text) ? text : '30 days ago';
};
const dateValue = (word: string, value: unknown, change: (value: unknown) => void, label: string) => {
  if (word === 'known') return <KnownInput {...{ label, value, onChange: change }} />;
  const text = String(value);
  if (word === 'within') return <WindowInput {...{ label, value: text, onChange: change }} />;
  return <AgeInput {...{ label, value: text, onChange: change }} />;
};

/** A date: a span by itself, or ages. */
export function DateTest({ label, value, onChange }: TestProps<unknown>): ReactNode {
  return (
    <Tests
      {...{ label, words: dateWords, startOf: startOfDate, valueOf: dateValue }}
      block={isBlock(value) ? value : { within: value }}
      onChange={(next) => onChange(Object.keys(next).join() === 'within' ? next.within : next)}
    />
  );
}

function KnownInput({ label, value, onChange }: TestProps<unknown>): ReactNode {
  const tell = useText();
  return (
    <select
      className="input"
      aria-label={label}
      value={String(value)}
      onChange={({ target }) => onChange(target.value === 'true')}
    >
      <option value="true">{tell('audience.yes')}</option>
      <option value="false">{tell('audience.no')}</option>
    </select>
  );
}

/** A text, or several with commas between them. */
function TextsInput({ label, value, onChange }: TestProps<unknown>): ReactNode {
  const tell = useText();
  const text = [value].flat().map(String).join(', ');
  return (
    <input
      className="input"
      aria-label={label}
      title={tell('audience.commas')}
      value={text}
      onChange={({ target }) => {
        const parts = target.value.split(/,\s?/);
        onChange(parts.length === 1 ? target.value : parts);
      }}
    />
  );
}

/** What a field of an event or of the member is asked, by its type. */
export function FieldTest({
  label,
  value,
  onChange,
  type,
}: TestProps<unknown> & { readonly type: FieldType }): ReactNode {
  const { tests } = useBuilding().language;
  const block = isBlock(value) ? value : { is: value };
  const starts: Readonly<Record<FieldType, unknown>> = {
    text: '',
    number: 0,
    money: 0,
    flag: true,
    date: '30 days ago',
  };
  return (
    <Tests
      {...{ label, block, words: tests[type] ?? [] }}
      onChange={(next) => onChange(Object.keys(next).join() === 'is' ? next.is : next)}
      startOf={(word, former) => {
        if (word === 'known') return true;
        if (type === 'date') return startOfDate(word, former);
        const isFit = typeof former === typeof starts[type] || (type === 'text' && Array.isArray(former));
        return isFit ? former : starts[type];
      }}
      valueOf={(word, one, change, name) => {
        const given = { label: name, value: one, onChange: change };
        if (word === 'known' || type === 'flag') return <KnownInput {...given} />;
        if (type === 'date') return dateValue(word, one, change, name);
        if (type === 'text') return <TextsInput {...given} />;
        return <NumberInput {...given} value={Number(one)} />;
      }}
    />
  );
}
