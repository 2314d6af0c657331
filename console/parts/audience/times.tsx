import { type ReactNode, useState } from 'react';
import { useSession } from '../../data/session.tsx';
import { useText } from '../../text/use-text.tsx';

interface Given<Value> {
  /** What it is about, for who hears it. */
  readonly label: string;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

/** A number as it is typed: what is none yet changes nothing. */
export function NumberInput({ label, value, onChange, least }: Given<number> & { readonly least?: number }): ReactNode {
  const tell = useText();
  const [typed, setTyped] = useState<string>();
  const read = (text: string) => (text.trim() === '' ? NaN : Number(text));
  const isWrong = (text: string) =>
    !Number.isFinite(read(text)) || (least !== undefined && (read(text) < least || !Number.isInteger(read(text))));
  const wrong = typed !== undefined && isWrong(typed);
  return (
    <input
      className="input number"
      inputMode="decimal"
      aria-label={wrong ? `${label}: ${tell('audience.noNumber')}` : label}
      aria-invalid={wrong || undefined}
      value={typed ?? String(value)}
      onChange={({ target }) => {
        setTyped(target.value);
        if (!isWrong(target.value)) onChange(read(target.value));
      }}
      onBlur={() => setTyped(undefined)}
    />
  );
}

const units = ['minute', 'hour', 'day', 'week', 'month'] as const;
type Unit = (typeof units)[number];

interface Length {
  readonly count: number;
  readonly unit: Unit;
}

const lengthIn = (text: string): Length => {
  const [, count = '30', unit = 'day'] = /(\d+) (minute|hour|day|week|month)s?/.exec(text) ?? [];
  return { count: Number(count), unit: unit as Unit };
};
const written = ({ count, unit }: Length) => `${count} ${unit}${count === 1 ? '' : 's'}`;

function LengthInput({ label, value, onChange }: Given<Length>): ReactNode {
  const tell = useText();
  const names: Readonly<Record<Unit, string>> = {
    minute: tell('audience.minutes', { n: value.count }),
    hour: tell('audience.hours', { n: value.count }),
    day: tell('audience.days', { n: value.count }),
    week: tell('audience.weeks', { n: value.count }),
    month: tell('audience.months', { n: value.count }),
  };
  return (
    <>
      <NumberInput
        label={tell('audience.howLong', { what: label })}
        least={1}
        value={value.count}
        onChange={(count) => onChange({ ...value, count })}
      />
      <select
        className="input"
        aria-label={tell('audience.unitOf', { what: label })}
        value={value.unit}
        onChange={({ target }) => onChange({ ...value, unit: target.value as Unit })}
      >
        {units.map((unit) => (
          <option key={unit} value={unit}>
            {names[unit]}
          </option>
        ))}
      </select>
    </>
  );
}

const spans = ['last', 'next', 'today', 'this week', 'this month', 'this year'] as const;

/** A span of time: the last 30 days, this month. What only files write stays as it is. */
export function WindowInput({
  label,
  value,
  onChange,
  optional = false,
}: Given<string | undefined> & { readonly optional?: boolean }): ReactNode {
  const tell = useText();
  const words: Readonly<Record<(typeof spans)[number], string>> = {
    ...{ last: tell('audience.last'), next: tell('audience.next'), today: tell('audience.today') },
    'this week': tell('audience.thisWeek'),
    'this month': tell('audience.thisMonth'),
    'this year': tell('audience.thisYear'),
  };
  const kind = spans.find((span) => value === span || value?.startsWith(`${span} `) === true) ?? value ?? '';
  const length = lengthIn(value ?? '');
  const hasLength = kind === 'last' || kind === 'next';
  return (
    <>
      <select
        className="input"
        aria-label={label}
        value={kind}
        onChange={({ target: { value: chosen } }) => {
          if (chosen === '') onChange(undefined);
          else onChange(chosen === 'last' || chosen === 'next' ? `${chosen} ${written(length)}` : chosen);
        }}
      >
        {optional && <option value="">{tell('audience.anyTime')}</option>}
        {spans.map((span) => (
          <option key={span} value={span}>
            {words[span]}
          </option>
        ))}
        {kind !== '' && !(spans as readonly string[]).includes(kind) && <option value={kind}>{kind}</option>}
      </select>
      {hasLength && (
        <LengthInput label={label} value={length} onChange={(next) => onChange(`${kind} ${written(next)}`)} />
      )}
    </>
  );
}

const dayPattern = /^\d{4}-\d\d-\d\d$/;

/** A day: 30 days ago, today, a date. */
export function AgeInput({ label, value, onChange }: Given<string>): ReactNode {
  const tell = useText();
  const kind =
    value === 'today' ? 'today' : dayPattern.test(value) ? 'day' : value.endsWith(' ahead') ? 'ahead' : 'ago';
  const length = lengthIn(value);
  const now = useSession().now.slice(0, 10);
  return (
    <>
      {(kind === 'ago' || kind === 'ahead') && (
        <LengthInput label={label} value={length} onChange={(next) => onChange(`${written(next)} ${kind}`)} />
      )}
      <select
        className="input"
        aria-label={tell('audience.fromWhen', { what: label })}
        value={kind}
        onChange={({ target: { value: chosen } }) => {
          if (chosen === 'today') onChange('today');
          else if (chosen === 'day') onChange(now);
          else onChange(`${written(length)} ${chosen}`);
        }}
      >
        <option value="ago">{tell('audience.ago')}</option>
        <option value="ahead">{tell('audience.ahead')}</option>
        <option value="today">{tell('audience.today')}</option>
        <option value="day">{tell('audience.onDay')}</option>
      </select>
      {kind === 'day' && (
        <input
          className="input"
          type="date"
          aria-label={tell('audience.theDay', { what: label })}
          value={value}
          onChange={({ target }) => {
            if (dayPattern.test(target.value)) onChange(target.value);
          }}
        />
      )}
    </>
  );
}
