import {
  type ButtonHTMLAttributes,
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from 'react';
import { Icon } from './icon.tsx';

interface FieldProps {
  readonly label: ReactNode;
  /** Limits, below the field. */
  readonly hint?: ReactNode;
  /** What is wrong with it and what to write instead. */
  readonly error?: string | undefined;
}

interface Wired {
  readonly id: string;
  readonly 'aria-invalid': boolean | undefined;
  readonly 'aria-describedby': string | undefined;
}

/** A label above, a field, its limit below, and its error under that, all tied together. */
export function Field({
  label,
  hint,
  error,
  children,
}: FieldProps & { readonly children: (wired: Wired) => ReactNode }): ReactNode {
  const id = useId();
  const described = [hint !== undefined ? `${id}-hint` : '', error !== undefined ? `${id}-error` : ''].filter(Boolean);
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        'aria-invalid': error === undefined ? undefined : true,
        'aria-describedby': described.length === 0 ? undefined : described.join(' '),
      })}
      {hint !== undefined && <small id={`${id}-hint`}>{hint}</small>}
      {error !== undefined && (
        <p className="error" id={`${id}-error`}>
          <Icon name="notice" />
          <span>{error}</span>
        </p>
      )}
    </div>
  );
}

type Own<Attributes> = FieldProps & Omit<Attributes, 'id' | 'className' | 'children'>;

export function TextField({ label, hint, error, ...rest }: Own<InputHTMLAttributes<HTMLInputElement>>): ReactNode {
  return (
    <Field label={label} hint={hint} error={error}>
      {(wired) => <input className="input" {...rest} {...wired} />}
    </Field>
  );
}

export function AreaField({
  label,
  hint,
  error,
  ...rest
}: Own<TextareaHTMLAttributes<HTMLTextAreaElement>>): ReactNode {
  return (
    <Field label={label} hint={hint} error={error}>
      {(wired) => <textarea className="input" {...rest} {...wired} />}
    </Field>
  );
}

export interface Option {
  readonly value: string;
  readonly name: string;
}

export function SelectField({
  label,
  hint,
  error,
  options,
  ...rest
}: Own<SelectHTMLAttributes<HTMLSelectElement>> & { readonly options: readonly Option[] }): ReactNode {
  return (
    <Field label={label} hint={hint} error={error}>
      {(wired) => (
        <select className="input" {...rest} {...wired}>
          {options.map(({ value, name }) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

interface SegmentsProps {
  readonly label: ReactNode;
  readonly options: readonly Option[];
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Its label is for the ear alone. */
  readonly quiet?: boolean;
}

/** One of a few, side by side. */
export function Segments({ label, options, value, onChange, quiet }: SegmentsProps): ReactNode {
  const name = useId();
  return (
    <fieldset>
      <legend className={quiet ? 'sr' : 'label'}>{label}</legend>
      <div className="seg">
        {options.map((option) => (
          <label key={option.value}>
            <input
              className="sr"
              type="radio"
              name={name}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span>{option.name}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

interface ChecksProps {
  readonly label: ReactNode;
  readonly options: readonly (Option & { readonly note?: ReactNode })[];
  readonly values: readonly string[];
  readonly onChange: (values: readonly string[]) => void;
  readonly error?: string | undefined;
}

/** Any of some, one below the other. */
export function Checks({ label, options, values, onChange, error }: ChecksProps): ReactNode {
  const id = useId();
  return (
    <fieldset aria-describedby={error === undefined ? undefined : id}>
      <legend className="label">{label}</legend>
      <div className="choices">
        {options.map(({ value, name, note }) => (
          <label className="choice" key={value}>
            <input
              type="checkbox"
              checked={values.includes(value)}
              onChange={({ target }) =>
                onChange(target.checked ? [...values, value] : values.filter((each) => each !== value))
              }
            />
            <span>{name}</span>
            {note !== undefined && <small>{note}</small>}
          </label>
        ))}
      </div>
      {error !== undefined && (
        <p className="error" id={id}>
          <Icon name="notice" />
          <span>{error}</span>
        </p>
      )}
    </fieldset>
  );
}

interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className' | 'disabled'> {
  /** The main action of the page or drawer. */
  readonly main?: boolean;
  readonly danger?: boolean;
  /** Under way: it does not act twice. */
  readonly busy?: boolean;
  /** Why it can't be used now: it stays visible, and says so. */
  readonly blocked?: string | undefined;
}

/** A button; a blocked one stays and is described by its reason. */
export function Button({
  main,
  danger,
  busy,
  blocked,
  children,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps): ReactNode {
  const id = useId();
  const isOff = busy === true || blocked !== undefined;
  return (
    <>
      <button
        {...rest}
        type={type}
        className={['btn', main ? 'main-act' : '', danger ? 'danger' : ''].filter(Boolean).join(' ')}
        aria-disabled={isOff || undefined}
        aria-describedby={blocked === undefined ? undefined : id}
        onClick={(event) => {
          if (isOff) event.preventDefault();
          else onClick?.(event);
        }}
      >
        {children}
      </button>
      {blocked !== undefined && (
        <span className="note" id={id}>
          {blocked}
        </span>
      )}
    </>
  );
}
