import { type ReactNode, useId } from 'react';
import { type Block, isBlock } from '../../data/condition-file.ts';
import { useText } from '../../text/use-text.tsx';
import { type Field, type FieldType, type Language, type Subject, useBuilding } from './context.ts';
import { FieldTest, NumberTest, DateTest } from './tests.tsx';
import { WindowInput } from './times.tsx';

interface FieldProps {
  readonly subject: Subject;
  readonly field: Field;
  readonly block: Block;
  /** The condition with this field changed, or without it. */
  readonly onChange: (block: Block) => void;
}

const without = (block: Block, name: string): Block =>
  Object.fromEntries(Object.entries(block).filter(([key]) => key !== name));

/** The parts of a condition as its kind asks for them. */
export function Fields({ subject, block, onChange }: Omit<FieldProps, 'field'>): ReactNode {
  const { oneOf } = subject;
  const plain = subject.fields.filter(({ name }) => !oneOf.includes(name));
  const [required, others] = [plain.filter((each) => each.isRequired), plain.filter((each) => !each.isRequired)];
  const show = (field: Field) => <OneField key={field.name} {...{ subject, field, block, onChange }} />;
  return (
    <>
      {required.map(show)}
      {oneOf.length > 0 && <OneOf {...{ subject, block, onChange }} />}
      {others.map(show)}
    </>
  );
}

/** Fields of which one at most is asked: which of them, and then that one. */
function OneOf({ subject, block, onChange }: Omit<FieldProps, 'field'>): ReactNode {
  const tell = useText();
  const { language } = useBuilding();
  const fields = subject.fields.filter(({ name }) => subject.oneOf.includes(name));
  const chosen = fields.find(({ name }) => Object.hasOwn(block, name));
  const choose = (name: string) => {
    const bare = fields.reduce((rest, field) => without(rest, field.name), block);
    const field = fields.find((each) => each.name === name);
    onChange(field === undefined ? bare : { ...bare, [name]: startOf(field, subject, block, language) });
  };
  return (
    <span className="asked">
      <select
        className="input"
        aria-label={tell('audience.whatOf', { what: subject.title })}
        value={chosen?.name ?? ''}
        onChange={({ target }) => choose(target.value)}
      >
        <option value="">{tell('audience.once')}</option>
        {fields.map(({ name, title }) => (
          <option key={name} value={name}>
            {title ?? name}
          </option>
        ))}
      </select>
      {chosen !== undefined && <OneField {...{ subject, block, onChange }} field={{ ...chosen, isRequired: true }} />}
    </span>
  );
}

function startOf({ control }: Field, subject: Subject, block: Block, language: Language): unknown {
  if (control === 'date') return 'last 30 days';
  if (control !== 'sum') return { atLeast: 1 };
  return { of: numeric(fieldsOfEvent(subject, block, language))[0]?.name ?? '', atLeast: 1 };
}

function OneField(props: FieldProps): ReactNode {
  const { subject, field, block, onChange } = props;
  const { name, title, control, isRequired } = field;
  const value = block[name];
  const label = title === null ? subject.title : `${subject.title}: ${title}`;
  const put = (next: unknown) => onChange(next === undefined ? without(block, name) : { ...block, [name]: next });
  switch (control) {
    case 'number':
      return <NumberTest {...{ label, value, onChange: put, unit: subject.unit }} />;
    case 'date':
      return <DateTest {...{ label, value, onChange: put }} />;
    case 'window':
      return (
        <WindowInput
          label={label}
          value={typeof value === 'string' ? value : undefined}
          onChange={put}
          optional={!isRequired}
        />
      );
    case 'options':
      return <Options {...{ label, field, value, onChange: put }} />;
    case 'tier':
      return <TierTest {...{ label, value, onChange: put }} />;
    case 'where':
      return <Where {...props} />;
    case 'sum':
      return <Sum {...{ ...props, label }} />;
    case 'tests':
      return <OwnTests {...props} />;
    default:
      return <Name {...{ label, field, value, onChange: put }} />;
  }
}

interface ValueProps {
  readonly label: string;
  readonly field: Field;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

function Options({ label, field: { options, isRequired }, value, onChange }: ValueProps): ReactNode {
  const tell = useText();
  return (
    <select
      className="input"
      aria-label={label}
      value={typeof value === 'string' ? value : ''}
      onChange={({ target }) => onChange(target.value === '' ? undefined : target.value)}
    >
      {!isRequired && <option value="">{tell('audience.usual')}</option>}
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.title}
        </option>
      ))}
    </select>
  );
}

interface Listed {
  readonly value: string;
  readonly title: string;
}

function listOf(names: Field['names'], { names: all }: Language): readonly Listed[] {
  const same = (each: string): Listed => ({ value: each, title: each });
  switch (names) {
    case 'attribute':
      return all.attribute.map(({ name }) => same(name));
    case 'event':
      return all.event.map(({ type }) => same(type));
    case 'tier':
    case 'segment':
      return all[names].map(({ code, name }) => ({ value: code, title: name }));
    case 'tag':
    case 'campaign':
    case 'coupon':
    case 'template':
      return all[names].map(same);
    default:
      return [];
  }
}

/** One of the names there are; where new ones come up every day it may be typed, too. */
function Name({ label, field: { names, isRequired }, value, onChange }: ValueProps): ReactNode {
  const tell = useText();
  const list = useId();
  const { language } = useBuilding();
  const known = listOf(names, language);
  const text = typeof value === 'string' ? value : '';
  const put = (next: string) => onChange(next === '' && !isRequired ? undefined : next);
  if (names === 'tag' || known.length === 0) {
    return (
      <>
        <input
          className="input"
          aria-label={label}
          list={list}
          value={text}
          onChange={({ target }) => put(target.value)}
        />
        <datalist id={list}>
          {known.map((each) => (
            <option key={each.value} value={each.value} />
          ))}
        </datalist>
      </>
    );
  }
  return (
    <select className="input" aria-label={label} value={text} onChange={({ target }) => put(target.value)}>
      {!isRequired && <option value="">{tell('audience.usual')}</option>}
      {isRequired && text === '' && <option value="">{tell('audience.choose')}</option>}
      {text !== '' && !known.some((each) => each.value === text) && <option value={text}>{text}</option>}
      {known.map((each) => (
        <option key={each.value} value={each.value}>
          {each.title}
        </option>
      ))}
    </select>
  );
}

/** Tiers: one of some, or all from one on. */
function TierTest({ label, value, onChange }: Omit<ValueProps, 'field'>): ReactNode {
  const tell = useText();
  const { language } = useBuilding();
  const tiers = language.names.tier;
  const [word, bound] = isBlock(value) ? (Object.entries(value)[0] ?? ['is', '']) : ['is', ''];
  const chosen = isBlock(value) ? [] : [value].flat().map(String);
  const first = isBlock(value) ? String(bound) : (chosen[0] ?? tiers[0]?.code ?? '');
  return (
    <>
      <select
        className="input"
        aria-label={tell('audience.compare', { what: label })}
        value={word}
        onChange={({ target }) => onChange(target.value === 'is' ? first : { [target.value]: first })}
      >
        <option value="is">{tell('audience.is')}</option>
        <option value="atLeast">{tell('audience.atLeast')}</option>
        <option value="atMost">{tell('audience.atMost')}</option>
      </select>
      {word === 'is' ? (
        tiers.map(({ code, name }) => (
          <label className="pick" key={code}>
            <input
              type="checkbox"
              checked={chosen.includes(code)}
              onChange={({ target }) => {
                const next = target.checked ? [...chosen, code] : chosen.filter((each) => each !== code);
                if (next.length > 0) onChange(next.length === 1 ? next[0] : next);
              }}
            />
            {name}
          </label>
        ))
      ) : (
        <select
          className="input"
          aria-label={tell('audience.valueOf', { what: label })}
          value={String(bound)}
          onChange={({ target }) => onChange({ [word]: target.value })}
        >
          {tiers.map(({ code, name }) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
      )}
    </>
  );
}

interface EventField {
  readonly name: string;
  readonly type: FieldType;
}

const fieldsOfEvent = ({ whereOf }: Subject, block: Block, { names }: Language): readonly EventField[] =>
  names.event.find(({ type }) => type === (whereOf ?? block.event))?.fields ?? [];
const numeric = (fields: readonly EventField[]) => fields.filter(({ type }) => type === 'number' || type === 'money');

/** Fields of what happened, each with what it is asked. */
function Where({ subject, field: { name, title }, block, onChange }: FieldProps): ReactNode {
  const tell = useText();
  const { language } = useBuilding();
  const known = fieldsOfEvent(subject, block, language);
  const where = isBlock(block[name]) ? block[name] : {};
  const rows = Object.entries(where);
  const free = known.filter((each) => !Object.hasOwn(where, each.name));
  const put = (next: Block) =>
    onChange(Object.keys(next).length === 0 ? without(block, name) : { ...block, [name]: next });
  const startOfType = (type: FieldType) =>
    ({ text: '', number: { atLeast: 1 }, money: { atLeast: 1 }, flag: true, date: { within: 'last 30 days' } })[type];
  const typeOf = (each: string) => known.find((one) => one.name === each)?.type ?? 'text';
  return (
    <>
      {rows.map(([key, test], place) => (
        <span className="asked" key={place}>
          <span className="unit">{place === 0 ? title : tell('audience.andField')}</span>
          <select
            className="input"
            aria-label={tell('audience.fieldOf', { what: subject.title })}
            value={key}
            onChange={({ target: { value } }) =>
              put(Object.fromEntries(rows.map((row, at) => (at === place ? [value, startOfType(typeOf(value))] : row))))
            }
          >
            {[...(known.some((each) => each.name === key) ? [] : [{ name: key }]), ...known].map((each) => (
              <option key={each.name} value={each.name} disabled={each.name !== key && Object.hasOwn(where, each.name)}>
                {each.name}
              </option>
            ))}
          </select>
          <FieldTest
            label={key}
            type={typeOf(key)}
            value={test}
            onChange={(next) => put(Object.fromEntries(rows.map((row, at) => (at === place ? [key, next] : row))))}
          />
          <button type="button" className="as-link" onClick={() => put(without(where, key))}>
            {tell('audience.dropField', { field: key })}
          </button>
        </span>
      ))}
      {free[0] !== undefined && (
        <button
          type="button"
          className="as-link"
          onClick={() => put({ ...where, [free[0]?.name ?? '']: startOfType(free[0]?.type ?? 'text') })}
        >
          {tell('audience.addField')}
        </button>
      )}
    </>
  );
}

/** A field of what happened, added up. */
function Sum({ subject, field: { name }, block, onChange, label }: FieldProps & { readonly label: string }): ReactNode {
  const tell = useText();
  const { language } = useBuilding();
  const sum = isBlock(block[name]) ? block[name] : {};
  const of = typeof sum.of === 'string' ? sum.of : '';
  const known = numeric(fieldsOfEvent(subject, block, language));
  return (
    <>
      <select
        className="input"
        aria-label={tell('audience.fieldOf', { what: subject.title })}
        value={of}
        onChange={({ target }) => onChange({ ...block, [name]: { ...sum, of: target.value } })}
      >
        {known.every((each) => each.name !== of) && <option value={of}>{of}</option>}
        {known.map((each) => (
          <option key={each.name} value={each.name}>
            {each.name}
          </option>
        ))}
      </select>
      <NumberTest
        label={label}
        value={without(sum, 'of')}
        unit={known.find((each) => each.name === of)?.type === 'money' ? language.currency : null}
        onChange={(next) => onChange({ ...block, [name]: { of, ...(isBlock(next) ? next : { is: next }) } })}
      />
    </>
  );
}

/** Tests that stand beside the name they are about: a field of the member. */
function OwnTests({ subject, block, onChange }: FieldProps): ReactNode {
  const { language } = useBuilding();
  const name = String(block[subject.verb] ?? '');
  const type = language.names.attribute.find((each) => each.name === name)?.type ?? 'text';
  return (
    <FieldTest
      label={name}
      type={type}
      value={without(block, subject.verb)}
      onChange={(next) => onChange({ [subject.verb]: name, ...(isBlock(next) ? next : { is: next }) })}
    />
  );
}
