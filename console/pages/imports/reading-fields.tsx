import type { ReactNode } from 'react';
import type { Shape } from '../../data/api.ts';
import { useSession } from '../../data/session.tsx';
import { AreaField, SelectField, TextField } from '../../parts/form.tsx';
import { useText } from '../../text/use-text.tsx';
import type { Import } from './import-words.tsx';

/** How a file is to be read; blank where it is to be found out. */
export interface Reading {
  readonly format: string;
  readonly encoding: string;
  readonly delimiter: string;
  readonly dates: string;
  readonly decimal: string;
  readonly lines: string;
  readonly zone: string;
  /** A column a line: order_id=Beleg. */
  readonly map: string;
  readonly shiftTo: string;
}

export const noReading: Reading = {
  ...{ format: '', encoding: '', delimiter: '', dates: '', decimal: '', lines: '', zone: '', map: '', shiftTo: '' },
};

const systems = ['shopify', 'woocommerce', 'magento', 'square', 'amazon', 'odoo'] as const;
const encodings = [
  ...['utf-8', 'utf-16le', 'gb18030', 'big5', 'shift_jis', 'euc-jp', 'euc-kr', 'windows-1252', 'iso-8859-2'],
];
const ofOrders = ['format', 'decimal', 'lines', 'map', 'shiftTo'] as const;

/** What of it is said, as the API takes it; of members less can be said. */
export function saidOf(reading: Reading, kind: Import['kind']): Shape['ImportAgainInput'] {
  const isLeft = (name: string) => kind === 'members' && ofOrders.some((each) => each === name);
  const all: readonly (readonly [string, string])[] = Object.entries({ ...reading });
  const said = all.filter(([name, text]) => text.trim() !== '' && !isLeft(name));
  const columns = reading.map
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return {
    ...(Object.fromEntries(said) as Shape['ImportAgainInput']),
    ...(isLeft('map') || columns.length === 0 ? {} : { map: columns }),
  };
}

interface FieldsProps {
  readonly kind: Import['kind'];
  readonly reading: Reading;
  readonly onChange: (reading: Reading) => void;
}

/** How the file is to be read, where that can't be told from it. */
export function ReadingFields(props: FieldsProps): ReactNode {
  const tell = useText();
  const { zone } = useSession().programme;
  const { kind, reading, onChange } = props;
  return (
    <div className="more-fields">
      {kind === 'orders' && (
        <Choice {...props} name="format" label={tell('imports.format')} options={systems.map((each) => [each, each])} />
      )}
      <Choice
        {...{ ...props, name: 'encoding', label: tell('imports.encoding') }}
        options={encodings.map((each) => [each, each])}
      />
      <Choice
        {...{ ...props, name: 'delimiter', label: tell('imports.delimiter') }}
        options={[
          [',', ','],
          [';', ';'],
          ['tab', tell('imports.tab')],
          ['|', '|'],
        ]}
      />
      <Choice
        {...{ ...props, name: 'dates', label: tell('imports.dates') }}
        options={[
          ['dmy', tell('imports.dmy')],
          ['mdy', tell('imports.mdy')],
          ['ymd', tell('imports.ymd')],
        ]}
      />
      <TextField
        label={tell('imports.zone')}
        hint={tell('imports.zoneHint', { zone })}
        autoComplete="off"
        value={reading.zone}
        onChange={(event) => onChange({ ...reading, zone: event.target.value })}
      />
      {kind === 'orders' && <OrderFields {...props} />}
    </div>
  );
}

/** What can be said of orders alone. */
function OrderFields(props: FieldsProps): ReactNode {
  const tell = useText();
  const { reading, onChange } = props;
  return (
    <>
      <Choice
        {...{ ...props, name: 'decimal', label: tell('imports.decimal') }}
        options={[
          ['.', '12.50'],
          [',', '12,50'],
        ]}
      />
      <Choice
        {...{ ...props, name: 'lines', label: tell('imports.lines') }}
        options={[
          ['sum', tell('imports.linesSum')],
          ['first', tell('imports.linesFirst')],
        ]}
      />
      <AreaField
        label={tell('imports.map')}
        hint={tell('imports.mapHint')}
        {...{ rows: 3, spellCheck: false }}
        value={reading.map}
        onChange={(event) => onChange({ ...reading, map: event.target.value })}
      />
      <TextField
        label={tell('imports.shiftTo')}
        hint={tell('imports.shiftToHint')}
        type="date"
        value={reading.shiftTo}
        onChange={(event) => onChange({ ...reading, shiftTo: event.target.value })}
      />
    </>
  );
}

interface ChoiceProps extends Omit<FieldsProps, 'kind'> {
  readonly name: keyof Reading;
  readonly label: string;
  readonly options: readonly (readonly [value: string, words: string])[];
}

/** One of a few, or found out. */
function Choice({ reading, onChange, name, label, options }: ChoiceProps): ReactNode {
  const tell = useText();
  return (
    <SelectField
      label={label}
      value={reading[name]}
      onChange={(event) => onChange({ ...reading, [name]: event.target.value })}
      options={[
        { value: '', name: tell('imports.foundOut') },
        ...options.map(([value, words]) => ({ value, name: words })),
      ]}
    />
  );
}
